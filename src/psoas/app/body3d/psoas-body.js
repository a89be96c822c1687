// <psoas-body bones="URL">: the skeleton and both psoas, to turn by mouse, touch and keyboard.
//
//   applyFrame(update)  a posture, as from psoas.app.body3d.PosedFrames.frame; where it is about one side and the
//                       element is live, another side than before is looked at from there
//   show(view)          "side" | "left" | "front" | "back" | "oblique"; show(view, "whole" | "psoas") also frames
//   highlight(indices)  fascicles that stand out, none for []
//   showPicture(uri)    where WebGL is missing: a picture drawn by the server
//
// The event "nowebgl" asks for a picture instead. Nothing runs while nothing changes. Where the processor has to draw,
// movement is coarser and takes at most a third of one core's time; once it rests, one fine picture follows. Beside a
// camera (`live`) it takes an eighth, and stays coarse.
import { THREE, OrbitControls } from "nicegui-scene";
import { FRAMES, LOOKS, VIEWS, clearInTheMiddle, graphics, notAbout, seenFrom, weave, whenDrawn } from "psoas-drawing";

const FINE = { sides: 8, stride: 1, ball: [12, 8] };
const COARSE = { sides: 5, stride: 2, ball: [7, 5] };
const REST_MS = 400;
const RIM = 0.0009;
const DOT = 0.0032;
const TURN = Math.PI / 18;
const FIELD = 28;
const HINT = "Arrow keys turn it, plus and minus zoom in or out, Home resets the view.";
const STYLE = `
  :host { display: block; position: relative; overflow: hidden; min-height: 12rem; border-radius: inherit; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; touch-action: pan-y; cursor: grab; }
  canvas:active { cursor: grabbing; }
  figure { margin: 0; height: 100%; display: flex; flex-direction: column; align-items: center; gap: .5rem; }
  figure img { flex: 1; min-height: 0; max-width: 100%; object-fit: contain; }
  figcaption { padding: .5rem; text-align: center; }
`;
// Beside a camera, where the processor draws: the cores belong to the pose network.
const LIVE = { fineness: 0.5, pause: 8 };

const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

export class PsoasBody extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" }).innerHTML = `<style>${STYLE}</style>`;
    this.setAttribute("role", "img");
    this.says = "";
    this.home = "oblique";
    const canvas = document.createElement("canvas");
    const card = graphics();
    if (!card) return this.withoutWebgl();
    this.slow = card === "software";
    this.make = this.slow ? COARSE : FINE;
    this.tabIndex = 0;
    this.shadowRoot.append(canvas);
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: !this.slow, alpha: true });
    this.renderer.setClearColor(0, 0);
    this.segments = [];
    this.lit = [];
    this.makeScene();
    this.makeControls(canvas);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this);
    this.theming = new MutationObserver(() => this.draw());
    for (const one of [document.documentElement, document.body]) {
      this.theming.observe(one, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
    }
    this.ending = new AbortController();
    const until = { signal: this.ending.signal };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), until);
    canvas.addEventListener("webglcontextrestored", () => this.draw());
    this.framing = this.framing ?? "psoas";
    this.show(this.home);
    this.loadBones();
  }

  disconnectedCallback() {
    this.resizing?.disconnect();
    this.theming?.disconnect();
    this.ending?.abort();
    clearTimeout(this.later);
    clearTimeout(this.resting);
    this.renderer?.dispose();
  }

  withoutWebgl() {
    const figure = document.createElement("figure");
    figure.innerHTML =
      "<img alt=''><figcaption>This browser cannot show the body in 3-D (WebGL is off), so here is a drawn picture.</figcaption>";
    this.shadowRoot.append(figure);
    this.picture = figure.querySelector("img");
    this.label();
    this.dispatchEvent(new CustomEvent("nowebgl"));
  }

  showPicture(uri) {
    if (this.picture) this.picture.src = uri;
  }

  makeScene() {
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(FIELD, 1, 0.05, 20);
    this.camera.up.set(0, 0, 1);
    this.sky = new THREE.HemisphereLight(0xffffff, 0x888888, 1.5);
    this.sky.position.set(0, 0, 1);
    const lamp = new THREE.DirectionalLight(0xffffff, 2.0);
    lamp.position.set(-0.6, 0.9, 1);
    this.camera.add(lamp, lamp.target);
    lamp.target.position.set(0, 0, -1);
    this.scene.add(this.sky, this.camera);
    this.bone = new THREE.MeshLambertMaterial();
    this.glass = new THREE.MeshLambertMaterial({ transparent: true, depthWrite: false });
    this.glass.onBeforeCompile = clearInTheMiddle;
    this.before = new THREE.MeshBasicMaterial({ colorWrite: false });
    const strand = { vertexColors: true, transparent: true };
    this.strands = this.tubes(new THREE.MeshLambertMaterial(strand), 3);
    this.rims = this.tubes(new THREE.MeshBasicMaterial({ transparent: true, side: THREE.BackSide }), 2);
    const hidden = { ...strand, opacity: 0.38, depthWrite: false, depthFunc: THREE.GreaterDepth };
    this.shaded = this.tubes(new THREE.MeshLambertMaterial(hidden), 1);
    this.shaded.geometry = this.strands.geometry;
    this.dots = new THREE.InstancedMesh(new THREE.SphereGeometry(1, ...this.make.ball), new THREE.MeshLambertMaterial(), 64);
    this.dots.count = 0;
    this.dots.frustumCulled = false;
    this.scene.add(this.shaded, this.rims, this.strands, this.dots);
  }

  tubes(material, order) {
    const mesh = new THREE.Mesh(new THREE.BufferGeometry(), material);
    mesh.frustumCulled = false;
    mesh.renderOrder = order;
    return mesh;
  }

  async loadBones() {
    const data = await (await fetch(this.getAttribute("bones"))).arrayBuffer();
    const length = new DataView(data).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    this.height = head.height;
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
      this.segments[mesh.segment] ??= this.newSegment();
      this.addBone(this.segments[mesh.segment], geometry, mesh.look === "glass");
    }
    if (this.frame) this.applyFrame(this.frame);
  }

  newSegment() {
    const group = new THREE.Group();
    group.visible = false;
    this.scene.add(group);
    return group;
  }

  addBone(group, geometry, glass) {
    if (!glass) return group.add(new THREE.Mesh(geometry, this.bone));
    // only the surface nearest to the viewer shines: its depth is laid down first
    for (const [material, order] of [[this.before, 4], [this.glass, 5]]) {
      const mesh = new THREE.Mesh(geometry, material === this.before ? this.before : material);
      mesh.renderOrder = order;
      group.add(mesh);
    }
  }

  applyFrame(update) {
    this.frame = update;
    this.says = update.says;
    this.label();
    if (!this.renderer) return;
    const places = floats(update.segments);
    this.segments.forEach((group, number) => {
      const [x, y, z, w, i, j, k] = places.subarray(7 * number, 7 * number + 7);
      group.position.set(x, y, z);
      group.quaternion.set(i, j, k, w);
      group.scale.setScalar(update.height / this.height);
      group.visible = true;
    });
    this.size = update.height / 1.7;
    this.paths = floats(update.paths);
    if (this.live && update.side && update.side !== this.home) this.show((this.home = update.side), "live");
    this.spin();
    this.draw();
  }

  highlight(indices) {
    this.lit = indices;
    if (!this.paths) return;
    this.spin();
    this.draw();
  }

  // The fascicles, and a dot at both ends of each.
  spin() {
    const count = this.frame.colours.length;
    const points = this.paths.length / 3 / count;
    const aside = notAbout(this.frame);
    const look = { paths: this.paths, colours: this.frame.colours, lit: this.lit, aside, size: this.size, ...this.make };
    weave(this.strands.geometry, look, 0);
    weave(this.rims.geometry, look, RIM);
    const matrix = new THREE.Matrix4();
    this.dots.count = 2 * count;
    for (let one = 0; one < 2 * count; one++) {
      const at = 3 * ((one >> 1) * points + (one % 2 ? points - 1 : 0));
      const size = DOT * this.size * (this.lit.includes(one >> 1) ? 1.5 : aside.includes(one >> 1) ? 0.5 : 1);
      matrix.makeScale(size, size, size).setPosition(...this.paths.subarray(at, at + 3));
      this.dots.setMatrixAt(one, matrix);
    }
    this.dots.instanceMatrix.needsUpdate = true;
  }

  makeControls(canvas) {
    this.controls = new OrbitControls(this.camera, canvas);
    Object.assign(this.controls, { enablePan: false, minDistance: 0.3, maxDistance: 6, enableZoom: false });
    canvas.style.touchAction = "pan-y";
    this.controls.addEventListener("change", () => this.draw());
    canvas.addEventListener("pointerdown", () => this.focus());
    // the wheel scrolls the page until the body has been chosen
    this.addEventListener("focus", () => (this.controls.enableZoom = true));
    this.addEventListener("blur", () => (this.controls.enableZoom = false));
    this.addEventListener("keydown", (event) => this.pressed(event));
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
    if (event.key === "Home") this.show(this.home);
    else if (moves[event.key]) this.turn(...moves[event.key]);
    else return;
    event.preventDefault();
  }

  turn(sideways, down, farther) {
    const way = this.camera.position.clone().sub(this.controls.target);
    const distance = Math.min(Math.max(way.length() * farther, 0.3), 6);
    const azimuth = Math.atan2(way.y, way.x) + sideways;
    const elevation = Math.min(Math.max(Math.asin(way.z / way.length()) - down, -1.5), 1.5);
    this.place(azimuth, elevation, distance);
  }

  place(azimuth, elevation, distance) {
    const flat = Math.cos(elevation);
    this.camera.position
      .set(flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation))
      .multiplyScalar(distance)
      .add(this.controls.target);
    this.controls.update();
    this.label();
    this.draw();
  }

  show(view, framing) {
    this.framing = framing ?? this.framing;
    if (!this.renderer) return;
    this.view = view ?? this.view;
    const [azimuth, elevation] = VIEWS[this.view].map((degrees) => (degrees * Math.PI) / 180);
    const size = this.size ?? 1;
    const { up, across, at } = FRAMES[this.framing];
    this.controls.target.set(...at).multiplyScalar(size);
    const half = Math.tan((FIELD * Math.PI) / 360);
    this.place(azimuth, elevation, (size * Math.max(up, across / this.camera.aspect)) / half);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this;
    if (!width || !height) return;
    this.resized = true;
    const before = this.camera.aspect;
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    if (Math.abs(before - this.camera.aspect) > 0.01) this.show();
    this.draw();
  }

  // A new size empties the canvas, so it waits for the next drawing.
  fit() {
    if (!this.resized) return;
    this.resized = false;
    this.renderer.setPixelRatio(this.slow ? 1 : Math.min(devicePixelRatio, 2));
    this.renderer.setSize(this.clientWidth, this.clientHeight, false);
  }

  draw() {
    this.waits = this.free === Infinity;
    if (this.asked || this.waits) return;
    this.asked = true;
    clearTimeout(this.resting);
    this.later = setTimeout(() => requestAnimationFrame(() => this.isConnected && this.drawNow()), (this.free ?? 0) - performance.now());
  }

  drawNow() {
    this.asked = false;
    this.dress();
    this.label();
    this.fit();
    if (!this.slow) return this.renderer.render(this.scene, this.camera);
    if (this.live) return this.paintAside();
    this.paint(1);
    this.resting = setTimeout(() => this.paint(2), REST_MS);
  }

  // Where the processor draws: at a fineness, and waiting for the end, to know how long it took.
  paint(fineness) {
    const began = performance.now();
    if (this.renderer.getPixelRatio() !== fineness) this.renderer.setPixelRatio(fineness);
    this.renderer.render(this.scene, this.camera);
    const gl = this.renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    if (fineness === 1) this.free = performance.now() + 2 * (performance.now() - began);
  }

  // The same without waiting for the end, so that the camera's answers never stand behind it.
  paintAside() {
    this.free = Infinity;
    if (this.renderer.getPixelRatio() !== LIVE.fineness) this.renderer.setPixelRatio(LIVE.fineness);
    const began = performance.now();
    this.renderer.render(this.scene, this.camera);
    whenDrawn(this.renderer.getContext(), () => {
      this.free = performance.now() + LIVE.pause * (performance.now() - began);
      if (this.waits) this.draw();
    });
  }

  // Light or dark follows the colour of the words around.
  dress() {
    const [red, green, blue] = getComputedStyle(this).color.match(/[\d.]+/g).map(Number);
    const look = LOOKS[red + green + blue > 380 ? "dark" : "light"];
    this.bone.color.set(look.bone);
    this.glass.color.set(look.glass);
    this.glass.opacity = look.glassy;
    this.rims.material.color.set(look.rim);
    this.dots.material.color.set(look.dot);
    this.sky.groundColor.set(look.ground);
  }

  label() {
    let words = `A skeleton with both psoas muscles. ${this.says}`;
    if (this.renderer) words += ` Seen ${seenFrom(this.camera.position.clone().sub(this.controls.target))}. ${HINT}`;
    if (this.getAttribute("aria-label") !== words) this.setAttribute("aria-label", words);
  }
}

customElements.define("psoas-body", PsoasBody);
