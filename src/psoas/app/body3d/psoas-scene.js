// Lights, materials and meshes of <psoas-body>, and their colours.
import { THREE } from "nicegui-scene";
import { clearInTheMiddle, fibred } from "psoas-drawing";
import { contour, silhouette } from "psoas-outline";

const MOST_DOTS = 64;

// `slow` where the processor draws; `ball` is how finely a dot is made.
export function makeScene(slow, ball) {
  const scene = new THREE.Scene();
  const sky = new THREE.HemisphereLight(0xffffff, 0x888888, 1.45);
  sky.position.set(0, 0, 1);
  const lamp = new THREE.DirectionalLight(0xffffff, 2.1);
  scene.add(sky);
  const solid = slow ? THREE.MeshLambertMaterial : THREE.MeshPhongMaterial;
  const shiny = slow ? {} : { shininess: 28, specular: 0x2a2a2a };
  const bone = new solid(slow ? {} : { shininess: 12, specular: 0x161616 });
  const glass = new THREE.MeshLambertMaterial({ transparent: true, depthWrite: false });
  glass.onBeforeCompile = clearInTheMiddle;
  const before = new THREE.MeshBasicMaterial({ colorWrite: false });
  const flesh = new solid({ vertexColors: true, ...shiny });
  if (!slow) flesh.onBeforeCompile = fibred;
  const muscles = mesh(flesh, 1);
  const chosen = mesh(flesh.clone(), 2);
  chosen.material.onBeforeCompile = flesh.onBeforeCompile;
  const skin = silhouette(new THREE.BufferGeometry(), -2);
  const past = [contour(new THREE.BufferGeometry(), 7, 1), contour(new THREE.BufferGeometry(), 9, 2)];
  const dots = new THREE.InstancedMesh(new THREE.SphereGeometry(1, ...ball), new THREE.MeshLambertMaterial(), MOST_DOTS);
  Object.assign(dots, { count: 0, frustumCulled: false });
  scene.add(muscles, chosen, dots, ...[skin, ...past].flatMap(({ meshes }) => meshes));
  if (!slow) castShadows(lamp, muscles);
  return { scene, sky, lamp, bone, glass, before, muscles, chosen, skin, past, dots };
}

function mesh(material, order) {
  const made = new THREE.Mesh(new THREE.BufferGeometry(), material);
  made.frustumCulled = false;
  made.renderOrder = order;
  return made;
}

function castShadows(lamp, muscles) {
  lamp.castShadow = true;
  lamp.shadow.mapSize.set(2048, 2048);
  Object.assign(lamp.shadow.camera, { left: -1, right: 1, top: 1, bottom: -1, near: 0.2, far: 5 });
  Object.assign(lamp.shadow, { bias: -0.0006, normalBias: 0.004, radius: 6 });
  Object.assign(muscles, { castShadow: true, receiveShadow: true });
}

// Gives the parts of a scene the colours of a look. `far` is the distance of the viewer, `pixel` what a pixel shows there [m].
export function dressScene({ sky, lamp, bone, glass, skin, past, dots }, look, far, pixel) {
  bone.color.set(look.bone);
  glass.color.set(look.glass);
  glass.opacity = look.glassy;
  dots.material.color.set(look.dot);
  sky.groundColor.set(look.ground);
  lamp.position.set(-0.6, 0.9, 2 - far);
  lamp.target.position.set(0, 0, -far);
  skin.look(look.skin, look.edge, 1.6 * pixel);
  for (const one of past) one.look(look.ghost, 2.4 * pixel);
}
