// What <psoas-body> draws with: colours, bellies, glass, whether there is a graphics card, and when it is done.
import { THREE } from "nicegui-scene";

// from where it is seen: azimuth and elevation [deg]; r, l: one psoas, in front of the spine
export const VIEWS = { side: [-90, 4], left: [90, 4], front: [0, 4], back: [180, 4], oblique: [-42, 10], r: [-52, 8], l: [52, 8] };

export const LOOKS = {
  light: {
    bone: 0xece2cf, glass: 0xb3a48c, glassy: 0.4, dot: 0x343a44, ground: 0x8f8578,
    skin: 0xf0e7dd, label: "rgb(255 255 255 / 78%)", edge: 0xa8968a, ghost: 0x46609a, tendon: 0xece2ce,
  },
  dark: {
    bone: 0xb9ae9b, glass: 0x9d9587, glassy: 0.34, dot: 0xf2f4f7, ground: 0x3c3f46,
    skin: 0x2b323b, label: "rgb(20 26 32 / 72%)", edge: 0x7d8794, ghost: 0x9fb8f0, tendon: 0xc9bfae,
  },
};

const GROOVE = 0.6;

// Int16 rings of base64: {shapes, rings, at(shape, ring) -> offset of centre, across, over}, all [m] around `middle`.
export function unpackRings(text, shapes, middle) {
  const steps = new Int16Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const values = Float32Array.from(steps, (step, i) => step / 1e4 + (i % 9 < 3 ? middle[i % 3] : 0));
  return { values, shapes, rings: values.length / 9 / shapes };
}

// Fills a geometry with the surfaces of rings.
//
// sides: corners around a ring; stride 2 takes every second ring. paint(shape, ring) gives the colour of a ring, or is
// null where the surface has none; `spin` is then the corner's place around the ring as cosine and sine.
export function loft(geometry, { values, shapes, rings }, { sides, stride }, paint) {
  const taken = Math.floor((rings - 1) / stride) + 1;
  const total = shapes * taken * sides;
  if (geometry.getAttribute("position")?.count !== total) shape(geometry, shapes, taken, sides, paint);
  const position = geometry.getAttribute("position").array;
  const normal = geometry.getAttribute("normal").array;
  const color = paint && geometry.getAttribute("color").array;
  const turns = Array.from({ length: sides }, (_, side) => (2 * Math.PI * side) / sides).map((turn) => [Math.cos(turn), Math.sin(turn)]);
  let at = 0;
  for (let one = 0; one < shapes; one++) {
    for (let ring = 0; ring < taken; ring++) {
      const offset = 9 * (one * rings + stride * ring);
      const [x, y, z, ax, ay, az, ox, oy, oz] = values.subarray(offset, offset + 9);
      const across = ax * ax + ay * ay + az * az || 1;
      const over = ox * ox + oy * oy + oz * oz || 1;
      const shade = paint?.(one, stride * ring);
      for (const [c, s] of turns) {
        position[at] = x + c * ax + s * ox;
        position[at + 1] = y + c * ay + s * oy;
        position[at + 2] = z + c * az + s * oz;
        const [nx, ny, nz] = [(c * ax) / across + (s * ox) / over, (c * ay) / across + (s * oy) / over, (c * az) / across + (s * oz) / over];
        const size = Math.hypot(nx, ny, nz) || 1;
        normal[at] = nx / size;
        normal[at + 1] = ny / size;
        normal[at + 2] = nz / size;
        if (color) {
          const light = GROOVE + (1 - GROOVE) * (0.5 + 0.5 * c);
          color[at] = shade.r * light;
          color[at + 1] = shade.g * light;
          color[at + 2] = shade.b * light;
        }
        at += 3;
      }
    }
  }
  for (const name of ["position", "normal", ...(paint ? ["color"] : [])]) geometry.getAttribute(name).needsUpdate = true;
}

function shape(geometry, shapes, rings, sides, paint) {
  const total = shapes * rings * sides;
  for (const name of ["position", "normal", ...(paint ? ["color"] : [])]) {
    geometry.setAttribute(name, new THREE.BufferAttribute(new Float32Array(3 * total), 3));
  }
  if (paint) {
    const spin = Float32Array.from({ length: 2 * total }, (_, i) => {
      const turn = (2 * Math.PI * ((i >> 1) % sides)) / sides;
      return i % 2 ? Math.sin(turn) : Math.cos(turn);
    });
    geometry.setAttribute("spin", new THREE.BufferAttribute(spin, 2));
  }
  const faces = [];
  for (let one = 0; one < shapes; one++) {
    for (let ring = 0; ring < rings - 1; ring++) {
      const row = (one * rings + ring) * sides;
      for (let side = 0; side < sides; side++) {
        const [a, b] = [row + side, row + ((side + 1) % sides)];
        faces.push(a, b, b + sides, a, b + sides, a + sides);
      }
    }
  }
  geometry.setIndex(faces);
}

// Number of the shape that a face belongs to.
export const shapeOf = (face, { rings }, { sides, stride }) => Math.floor(face / (2 * sides * Math.floor((rings - 1) / stride)));

// Some of the shapes.
export function only({ values, shapes, rings }, chosen) {
  const size = values.length / shapes;
  const some = new Float32Array(size * chosen.length);
  chosen.forEach((one, at) => some.set(values.subarray(one * size, (one + 1) * size), at * size));
  return { values: some, shapes: chosen.length, rings };
}

// The colour of each ring: of the stretch, paler on the tendon.
export function painter({ colours, tendons }, tendon) {
  const pale = new THREE.Color(tendon);
  const of = colours.map((colour) => {
    const own = new THREE.Color(colour);
    return [own, own.clone().lerp(pale, 0.65)];
  });
  return (one, ring) => of[one][ring >= tendons[one] ? 1 : 0];
}

// Fine stripes along the fibres.
export function fibred(shader) {
  shader.vertexShader = shader.vertexShader
    .replace("#include <common>", "#include <common>\nattribute vec2 spin; varying vec2 around;")
    .replace("#include <begin_vertex>", "#include <begin_vertex>\naround = spin;");
  shader.fragmentShader = shader.fragmentShader
    .replace("#include <common>", "#include <common>\nvarying vec2 around;")
    .replace(
      "#include <color_fragment>",
      `#include <color_fragment>
       float turn = atan(around.y, around.x);
       diffuseColor.rgb *= 0.93 + 0.05 * sin(13.0 * turn) + 0.03 * sin(29.0 * turn + 1.0);`,
    );
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

// Target and distance from which all points are seen, as large as they go.
//
// points: numbers x, y, z after each other; back: THREE.Vector3, unit, from the target to the viewer; up is +z.
// half: tangent of half the field of view; aspect: width over height; margin: share of the picture left free.
export function fitted(points, back, half, aspect, margin) {
  const right = new THREE.Vector3(0, 0, 1).cross(back).normalize();
  const above = back.clone().cross(right);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  const point = new THREE.Vector3();
  const seen = [];
  for (let at = 0; at < points.length; at += 3) {
    point.fromArray(points, at);
    const place = [point.dot(right), point.dot(above), point.dot(back)];
    seen.push(place);
    place.forEach((value, axis) => {
      low[axis] = Math.min(low[axis], value);
      high[axis] = Math.max(high[axis], value);
    });
  }
  const [x, y, z] = low.map((value, axis) => (value + high[axis]) / 2);
  const free = half * (1 - margin);
  const distance = Math.max(...seen.map(([px, py, pz]) => pz - z + Math.max(Math.abs(px - x) / aspect, Math.abs(py - y)) / free));
  return { target: right.multiplyScalar(x).addScaledVector(above, y).addScaledVector(back, z), distance };
}

// Where somebody stands who is this way from what is looked at, such as "above front left".
export function seenFrom(way) {
  way.normalize();
  const parts = [];
  if (way.z > 0.6) parts.push("above");
  if (way.z < -0.6) parts.push("below");
  if (Math.abs(way.x) > 0.38) parts.push(way.x > 0 ? "front" : "behind");
  if (Math.abs(way.y) > 0.38) parts.push(way.y > 0 ? "left" : "right");
  return parts.join(" ") || "front";
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
