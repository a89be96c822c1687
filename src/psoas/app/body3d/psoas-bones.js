// The bones of <psoas-body>, see psoas.app.body3d.packed_bones.
import { THREE } from "nicegui-scene";

// Fetches bones; gives the height of their person [m] and a group for each segment, unseen until it is placed.
//
// looks: the materials `bone`, `glass` and `before`, and whether bones cast `shadows`.
export async function fetchBones(address, looks) {
  const data = await (await fetch(address)).arrayBuffer();
  const length = new DataView(data).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
  const segments = [];
  let at = 4 + length;
  for (const mesh of head.meshes) {
    const corners = new Uint16Array(data, at, 3 * mesh.vertices);
    const faces = new Uint16Array(data, at + corners.byteLength, 3 * mesh.faces);
    at += corners.byteLength + faces.byteLength;
    const places = Float32Array.from(corners, (c, i) => mesh.low[i % 3] + (c / 65535) * mesh.size[i % 3]);
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(places, 3));
    geometry.setIndex(new THREE.BufferAttribute(faces, 1));
    geometry.computeVertexNormals();
    segments[mesh.segment] ??= Object.assign(new THREE.Group(), { visible: false });
    segments[mesh.segment].add(...meshesOf(geometry, mesh.look === "glass", looks));
  }
  return { height: head.height, segments };
}

function meshesOf(geometry, glass, looks) {
  const made = (material, renderOrder, shadow) =>
    Object.assign(new THREE.Mesh(geometry, material), { renderOrder, castShadow: shadow, receiveShadow: shadow });
  if (!glass) return [made(looks.bone, 0, looks.shadows)];
  // only the surface nearest to the viewer shines: its depth is laid down first
  return [made(looks.before, 4, false), made(looks.glass, 5, false)];
}
