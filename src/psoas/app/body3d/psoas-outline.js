// Outlines around shapes as one, however they overlap.
import { THREE } from "nicegui-scene";

// A filled outline behind everything: all shapes, a little larger, in the colour of the line, and then as they are.
//
// geometry: of closed shapes, with normals. `look(fill, line, width)` sets the colours and the line's width [m].
export function silhouette(geometry, order) {
  const common = { depthTest: false, depthWrite: false };
  const line = new THREE.MeshBasicMaterial(common);
  const fill = new THREE.MeshBasicMaterial(common);
  const width = widened(line);
  return {
    meshes: meshesOf(geometry, [line, fill], order),
    look(filled, lined, wide) {
      fill.color.set(filled);
      line.color.set(lined);
      width.value = wide;
    },
  };
}

// A line before everything, without a fill: the stencil's `bit` marks the shapes, and the line is drawn beside them.
export function contour(geometry, order, bit) {
  const common = { depthTest: false, depthWrite: false, transparent: true, stencilWrite: true, stencilRef: bit };
  const masks = { stencilFuncMask: bit, stencilWriteMask: bit, stencilZPass: THREE.ReplaceStencilOp };
  const mark = new THREE.MeshBasicMaterial({ ...common, ...masks, colorWrite: false });
  const line = new THREE.MeshBasicMaterial({ ...common, ...masks, stencilFunc: THREE.NotEqualStencilFunc });
  const width = widened(line);
  return {
    meshes: meshesOf(geometry, [mark, line], order),
    look(lined, wide) {
      line.color.set(lined);
      width.value = wide;
    },
  };
}

function widened(material) {
  const width = { value: 0 };
  material.onBeforeCompile = (shader) => {
    shader.uniforms.width = width;
    shader.vertexShader = shader.vertexShader
      .replace("#include <common>", "#include <common>\nuniform float width;")
      .replace("#include <begin_vertex>", "vec3 transformed = position + width * normal;");
  };
  return width;
}

function meshesOf(geometry, materials, order) {
  return materials.map((material, after) => {
    const mesh = new THREE.Mesh(geometry, material);
    mesh.frustumCulled = false;
    mesh.renderOrder = order + after;
    return mesh;
  });
}
