// The camera of <psoas-body>: views, framing, turning by mouse, touch and keyboard.
import { THREE, OrbitControls } from "nicegui-scene";
import { VIEWS, fitted, seenFrom } from "psoas-drawing";

const FIELD = 28;
const HALF = Math.tan((FIELD * Math.PI) / 360);
const TURN = Math.PI / 18;
const NEAREST = 0.25;
const FARTHEST = 8;
const CLICK_PX = 6;

// element: is focused, sized and turned; canvas: takes the pointer. points(framing) gives what has to be seen.
// The options `drawn`, `turned` and `picked(x, y)` (in the canvas, -1 to 1) are called on what their names say.
export class View {
  constructor(element, canvas, { points, drawn, turned, picked, framing, view }) {
    Object.assign(this, { element, points, drawn, turned, framing, view });
    this.camera = new THREE.PerspectiveCamera(FIELD, 1, 0.05, 20);
    this.camera.up.set(0, 0, 1);
    this.controls = new OrbitControls(this.camera, canvas);
    Object.assign(this.controls, { enablePan: false, minDistance: NEAREST, maxDistance: FARTHEST, enableZoom: false });
    canvas.style.touchAction = "pan-y";
    this.controls.addEventListener("change", () => drawn());
    this.controls.addEventListener("start", () => (this.from = this.camera.position.clone()));
    this.controls.addEventListener("end", () => this.from && this.from.distanceTo(this.camera.position) > 1e-4 && this.byHand());
    canvas.addEventListener("pointerdown", (event) => {
      this.pressedAt = [event.clientX, event.clientY];
      element.focus({ preventScroll: true });
    });
    canvas.addEventListener("pointerup", (event) => {
      if (!this.pressedAt || Math.hypot(event.clientX - this.pressedAt[0], event.clientY - this.pressedAt[1]) > CLICK_PX) return;
      const box = canvas.getBoundingClientRect();
      picked((2 * (event.clientX - box.left)) / box.width - 1, 1 - (2 * (event.clientY - box.top)) / box.height);
    });
    // the wheel scrolls the page until the body has been chosen
    element.addEventListener("focus", () => (this.controls.enableZoom = true));
    element.addEventListener("blur", () => (this.controls.enableZoom = false));
    element.addEventListener("keydown", (event) => this.pressed(event));
  }

  byHand() {
    this.held = true;
    this.turned();
  }

  pressed(event) {
    const moves = {
      ArrowLeft: [-TURN, 0, 1],
      ArrowRight: [TURN, 0, 1],
      ArrowUp: [0, -TURN, 1],
      ArrowDown: [0, TURN, 1],
      "+": [0, 0, 1 / 1.15],
      "=": [0, 0, 1 / 1.15],
      "-": [0, 0, 1.15],
    };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Home") this.show(this.home ?? this.view);
    else if (moves[event.key]) this.turn(...moves[event.key]);
    else return;
    event.preventDefault();
    if (event.key !== "Home") this.byHand();
  }

  turn(sideways, down, farther) {
    const way = this.camera.position.clone().sub(this.controls.target);
    const distance = Math.min(Math.max(way.length() * farther, NEAREST), FARTHEST);
    const azimuth = Math.atan2(way.y, way.x) + sideways;
    const elevation = Math.min(Math.max(Math.asin(way.z / way.length()) - down, -1.5), 1.5);
    this.place(direction(azimuth, elevation), distance);
  }

  place(back, distance) {
    this.camera.position.copy(back).multiplyScalar(distance).add(this.controls.target);
    this.controls.update();
    this.drawn();
  }

  // A view and a framing, each by its name; null leaves it as it is.
  show(view, framing) {
    this.view = view ?? this.view;
    this.framing = framing ?? this.framing;
    this.held = false;
    this.turned();
    this.fit(direction(...VIEWS[this.view].map((degrees) => (degrees * Math.PI) / 180)));
  }

  fit(back) {
    const points = this.points(this.framing);
    if (!points) return;
    const aspect = this.camera.aspect * (this.across ?? 1);
    const { target, distance } = fitted(points, back, HALF, aspect, this.framing === "whole" ? 0.05 : 0.12);
    this.controls.target.copy(target);
    this.place(back, distance);
  }

  // How much of the width the body may take, so that words have room beside it.
  leave(across) {
    if (this.across === across) return;
    this.across = across;
    if (!this.held) this.fit(this.camera.position.clone().sub(this.controls.target).normalize());
  }

  // After the body has moved: where something is cut off, or all is small, it is framed again, unless turned by hand.
  keep() {
    const points = !this.held && this.points(this.framing);
    if (!points) return;
    this.camera.updateMatrixWorld();
    const place = new THREE.Vector3();
    let most = 0;
    for (let at = 0; at < points.length; at += 3) {
      place.fromArray(points, at).project(this.camera);
      most = Math.max(most, Math.abs(place.x), Math.abs(place.y));
    }
    if (most > 0.985 || most < 0.7) this.fit(this.camera.position.clone().sub(this.controls.target).normalize());
  }

  resize(width, height) {
    const before = this.camera.aspect;
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    if (Math.abs(before - this.camera.aspect) > 0.01) this.held ? this.drawn() : this.show();
  }

  get standpoint() {
    return seenFrom(this.camera.position.clone().sub(this.controls.target));
  }
}

function direction(azimuth, elevation) {
  const flat = Math.cos(elevation);
  return new THREE.Vector3(flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation));
}
