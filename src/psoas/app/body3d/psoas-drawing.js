// What <psoas-body> draws with: colours, strands, glass, whether there is a graphics card, and when it is done.
import { THREE } from "nicegui-scene";

const RADIUS = 0.0034;

// from where it is seen: azimuth and elevation [deg]; r, l: one psoas, in front of the spine
export const VIEWS = { side: [-90, 4], left: [90, 4], front: [0, 4], back: [180, 4], oblique: [-42, 10], r: [-60, 8], l: [60, 8] };
// half height, half width and middle of what has to be seen [m]
export const FRAMES = {
  psoas: { up: 0.27, across: 0.2, at: [-0.06, 0, 0.04] },
  whole: { up: 0.92, across: 0.45, at: [-0.02, 0, -0.08] },
  live: { up: 0.24, across: 0.17, at: [-0.065, 0, 0.04] },
};

export const LOOKS = {
  light: { bone: 0xf2e9d8, glass: 0xb8a990, glassy: 0.42, rim: 0x3a3330, dot: 0x343a44, sky: 0xffffff, ground: 0x9a8f80 },
  dark: { bone: 0xcfc5b3, glass: 0xa8a39b, glassy: 0.34, rim: 0x93a6c4, dot: 0xf2f4f7, sky: 0xffffff, ground: 0x474b55 },
};

// The fascicles as tubes: half as thick at their ends; one that is pointed at is thicker, the others step back.
//
// geometry: a THREE.BufferGeometry to fill; rim: how much thicker all tubes are [m].
// look.paths: Float32Array, the points of all fascicles one after the other [m]; look.colours: one a fascicle;
// look.lit: numbers of those that stand out; look.aside: of those that are thin and have no rim; look.size: of the person, 1 at 1.70 m; look.sides: faces around a tube;
// look.stride: 2 takes every second point.
export function weave(geometry, { paths, colours, lit: pointed, aside, size, sides, stride }, rim) {
  const count = colours.length;
  const all = paths.length / 3 / count;
  const points = Math.floor((all - 1) / stride) + 1;
  const total = count * points * sides;
  if (geometry.getAttribute("position")?.count !== total) {
    for (const name of ["position", "normal", "color"]) {
      geometry.setAttribute(name, new THREE.BufferAttribute(new Float32Array(3 * total), 3));
    }
    geometry.setIndex(sleeves(count, points, sides));
  }
  const { position, normal, color } = geometry.attributes;
  const shade = new THREE.Color();
  const [along, across, over] = [new THREE.Vector3(), new THREE.Vector3(), new THREE.Vector3()];
  const [here, there] = [new THREE.Vector3(), new THREE.Vector3()];
  for (let strand = 0; strand < count; strand++) {
    const lit = pointed.includes(strand);
    const thin = aside.includes(strand);
    const faded = pointed.length > 0 && !lit;
    shade.set(colours[strand]);
    if (faded) shade.lerp(new THREE.Color(0x9a9a9a), 0.7);
    across.set(0, 1, 0.3);
    for (let point = 0; point < points; point++) {
      const row = strand * points + point;
      const place = (near) => 3 * (strand * all + stride * Math.min(Math.max(near, 0), points - 1));
      here.fromArray(paths, place(point - 1));
      along.fromArray(paths, place(point + 1)).sub(here).normalize();
      across.addScaledVector(along, -across.dot(along)).normalize();
      over.crossVectors(along, across);
      here.fromArray(paths, place(point));
      const bulge = 0.5 + 0.5 * Math.sin((Math.PI * point) / (points - 1)) ** 0.6;
      const radius = (thin ? (rim ? 0 : 0.35 * RADIUS * bulge) : RADIUS * bulge * (lit ? 1.7 : faded ? 0.7 : 1) + rim) * size;
      for (let side = 0; side < sides; side++) {
        const turn = (2 * Math.PI * side) / sides;
        there.copy(across).multiplyScalar(Math.cos(turn)).addScaledVector(over, Math.sin(turn));
        const at = row * sides + side;
        normal.setXYZ(at, there.x, there.y, there.z);
        position.setXYZ(at, here.x + radius * there.x, here.y + radius * there.y, here.z + radius * there.z);
        color.setXYZ(at, shade.r, shade.g, shade.b);
      }
    }
  }
  position.needsUpdate = normal.needsUpdate = color.needsUpdate = true;
}

function sleeves(count, points, sides) {
  const faces = [];
  for (let strand = 0; strand < count; strand++) {
    for (let point = 0; point < points - 1; point++) {
      const row = (strand * points + point) * sides;
      for (let side = 0; side < sides; side++) {
        const [a, b] = [row + side, row + ((side + 1) % sides)];
        faces.push(a, b, b + sides, a, b + sides, a + sides);
      }
    }
  }
  return faces;
}

// Glass is seen best where it bends away from the viewer.
export function clearInTheMiddle(shader) {
  shader.fragmentShader = shader.fragmentShader.replace(
    "#include <opaque_fragment>",
    `float turned = 1.0 - abs(dot(normal, normalize(vViewPosition)));
     diffuseColor.a = clamp(diffuseColor.a * (0.55 + 2.4 * turned * turned), 0.0, 0.95);
     #include <opaque_fragment>`,
  );
}

// Numbers of the fascicles of the side that an update is not about; the right side's come first.
export function notAbout({ side, colours }) {
  const first = side === "r" ? colours.length / 2 : 0;
  return side ? Array.from({ length: colours.length / 2 }, (_, number) => first + number) : [];
}

// In words, where somebody stands who is this way from what is looked at.
export function seenFrom(way) {
  way.normalize();
  const parts = [];
  if (way.z > 0.6) parts.push("above");
  if (way.z < -0.6) parts.push("below");
  if (Math.abs(way.x) > 0.38) parts.push(way.x > 0 ? "the front" : "behind");
  if (Math.abs(way.y) > 0.38) parts.push(way.y > 0 ? "the left" : "the right");
  return `from ${parts.join(" and ") || "the front"}`;
}

// "card", "software" (the processor draws) or null (no WebGL).
export function graphics() {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return null;
  const about = context.getExtension("WEBGL_debug_renderer_info");
  const name = about ? context.getParameter(about.UNMASKED_RENDERER_WEBGL) : "";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name) ? "software" : "card";
}

// Calls when the graphics card, or the processor in its place, is done with what it was given; after two seconds anyway.
export function whenDrawn(gl, then) {
  const late = performance.now() + 2000;
  const end = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const look = () => {
    if (performance.now() < late && gl.getSyncParameter(end, gl.SYNC_STATUS) !== gl.SIGNALED) return void setTimeout(look, 20);
    gl.deleteSync(end);
    then();
  };
  setTimeout(look, 20);
}
