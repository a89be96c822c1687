// <psoas-body bones="URL">: the skeleton, psoas and iliacus as bellies and the outline of the body, to turn and to touch.
//
//   applyFrame(update)  a posture, as from psoas.app.body3d.PosedFrames.frame; where it is about one side and the
//                       element is live, another side than before is looked at from there
//   show(view, framing) "side" | "left" | "front" | "back" | "oblique"; "whole" | "psoas" | "live"; null keeps each
//   highlight(rows)     attachments that stand out on both sides, none for []
//   names(shown)        whether names point at the parts
//   ghost(kept)         whether the posture of now stays as an outline
//   showPicture(uri)    where WebGL is missing: a picture drawn by the server
//
// The event "nowebgl" asks for a picture instead; "turned" tells the view or null, "picked" the touched attachment or
// null. Nothing runs while nothing changes. Where the processor has to draw, movement is coarser and takes at most a
// third of one core's time; once it rests, one fine picture follows. Beside a camera (`live`) it takes an eighth.
import { THREE } from "nicegui-scene";
import { fetchBones } from "psoas-bones";
import { LOOKS, graphics, loft, only, painter, shapeOf, unpackRings, whenDrawn } from "psoas-drawing";
import { placeNames } from "psoas-labels";
import { dressScene, makeScene } from "psoas-scene";
import { LOOK } from "psoas-style";
import { View } from "psoas-view";

const FINE = { muscle: { sides: 12, stride: 1 }, skin: { sides: 20, stride: 1 }, ball: [12, 8] };
const COARSE = { muscle: { sides: 6, stride: 2 }, skin: { sides: 8, stride: 1 }, ball: [5, 3] };
const REST_MS = 400;
const RESTING = 1.75; // fineness of the picture once nothing moves
const DOT = 0.0028;
const SKINS = 8;
const BESIDE_NAMES = { wide: 0.5, narrow: 0.75 };
// Beside a camera, where the processor draws: the cores belong to the pose network.
const LIVE = { fineness: 0.5, pause: 8 };

const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);

export class PsoasBody extends HTMLElement {
  // A page that moves the element within itself takes it out and puts it back.
  connectedCallback() {
    if (!this.shadowRoot) this.build();
    if (this.renderer) this.watch();
  }

  build() {
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [LOOK];
    this.setAttribute("role", "img");
    this.says = "";
    const card = graphics();
    if (!card) return this.withoutWebgl();
    this.slow = card === "software";
    this.make = this.slow ? COARSE : FINE;
    this.tabIndex = 0;
    const canvas = document.createElement("canvas");
    [this.words, this.told, this.brief] = ["div.names", "p.told", "p.brief"].map((kind) => {
      const [tag, name] = kind.split(".");
      return Object.assign(document.createElement(tag), { className: name, ariaHidden: "true" });
    });
    this.shadowRoot.append(canvas, this.words, this.told, this.brief);
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: !this.slow, alpha: true, stencil: true });
    this.renderer.setClearColor(0, 0);
    this.renderer.shadowMap.enabled = !this.slow;
    this.renderer.shadowMap.type = THREE.PCFSoftShadowMap;
    this.segments = [];
    this.lit = [];
    this.kept = false;
    Object.assign(this, makeScene(this.slow, this.make.ball));
    this.view = new View(this, canvas, {
      framing: "whole",
      view: "oblique",
      points: (framing) => this.points(framing),
      drawn: () => {
        this.label();
        this.draw();
      },
      turned: () => this.dispatchEvent(new CustomEvent("turned", { detail: this.view?.held ? null : [this.view?.view, this.view?.framing] })),
      picked: (x, y) => this.pick(x, y),
    });
    this.view.camera.add(this.lamp, this.lamp.target);
    this.scene.add(this.view.camera);
    this.resizing = new ResizeObserver(() => this.resize());
    this.theming = new MutationObserver(() => this.draw());
    canvas.addEventListener("webglcontextrestored", () => this.draw());
    this.loadBones();
  }

  watch() {
    this.resizing.observe(this);
    for (const one of [document.documentElement, document.body]) {
      this.theming.observe(one, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
    }
    this.ending = new AbortController();
    const until = { signal: this.ending.signal };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), until);
  }

  disconnectedCallback() {
    this.resizing?.disconnect();
    this.theming?.disconnect();
    this.ending?.abort();
    clearTimeout(this.later);
    clearTimeout(this.resting);
    this.asked = false;
    queueMicrotask(() => this.isConnected || this.renderer?.dispose());
  }

  withoutWebgl() {
    const figure = document.createElement("figure");
    figure.innerHTML = "<img alt=''><figcaption></figcaption>";
    figure.querySelector("figcaption").textContent = this.sentences.picture;
    this.shadowRoot.append(figure);
    this.picture = figure.querySelector("img");
    this.label();
    this.dispatchEvent(new CustomEvent("nowebgl"));
  }

  showPicture(uri) {
    if (this.picture) this.picture.src = uri;
  }

  async loadBones() {
    const looks = { bone: this.bone, glass: this.glass, before: this.before, shadows: !this.slow };
    const { height, segments } = await fetchBones(this.getAttribute("bones"), looks);
    Object.assign(this, { height, segments });
    this.scene.add(...segments.filter(Boolean));
    if (this.frame) this.applyFrame(this.frame);
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
    this.bellies = unpackRings(update.muscles, update.colours.length, update.middle);
    this.outline = unpackRings(update.skin, SKINS, update.middle);
    loft(this.skin.meshes[0].geometry, this.outline, this.make.skin);
    this.brief.textContent = this.live ? update.brief : "";
    const other = this.live && update.side && update.side !== this.about;
    if (other) {
      this.about = this.view.home = update.side;
      this.ghost(true);
    }
    this.spin();
    if (other) this.view.show(update.side, "live");
    else if (this.begun) this.view.keep();
    else this.view.show();
    this.begun = true;
    this.draw();
  }

  // What has to be in the picture.
  points(framing) {
    if (!this.bellies) return null;
    const { values, shapes, rings } = framing === "whole" ? this.outline : this.bellies;
    const half = shapes / 2;
    const first = framing === "live" && this.frame.side ? (this.frame.side === "r" ? 0 : half) : 0;
    const last = framing === "live" && this.frame.side ? first + half : shapes;
    const found = [];
    for (let one = first; one < last; one++) {
      for (let ring = 0; ring < rings; ring += 3) {
        const at = 9 * (one * rings + ring);
        for (const way of [3, 6]) {
          for (const sign of [1, -1]) for (let axis = 0; axis < 3; axis++) found.push(values[at + axis] + sign * values[at + way + axis]);
        }
      }
    }
    return found;
  }

  highlight(rows) {
    const half = (this.frame?.colours.length ?? 0) / 2;
    this.lit = rows.flatMap((row) => [row, row + half]);
    if (!this.bellies || !this.renderer) return;
    this.spin();
    this.draw();
  }

  names(shown) {
    this.named = shown;
    this.view?.leave(shown ? BESIDE_NAMES[this.clientWidth > 480 ? "wide" : "narrow"] : 1);
    this.draw();
  }

  ghost(kept) {
    if (!this.bellies) return;
    this.kept = kept;
    this.showPast();
    if (kept) {
      loft(this.past[0].meshes[0].geometry, this.outline, this.make.skin);
      const { shapes } = this.bellies;
      const shown = Array.from({ length: shapes }, (_, one) => one).filter((one) => !this.about || one < shapes / 2 === (this.about === "r"));
      loft(this.past[1].meshes[0].geometry, only(this.bellies, shown), this.make.muscle);
    }
    this.draw();
  }

  showPast() {
    for (const mesh of this.past[0].meshes) mesh.visible = this.kept && this.view.framing === "whole";
    for (const mesh of this.past[1].meshes) mesh.visible = this.kept;
  }

  pick(x, y) {
    if (!this.bellies || this.live) return;
    const ray = new THREE.Raycaster();
    ray.setFromCamera(new THREE.Vector2(x, y), this.view.camera);
    this.muscles.geometry.computeBoundingSphere();
    const [hit] = ray.intersectObject(this.muscles);
    const strand = hit ? shapeOf(hit.faceIndex, this.bellies, this.make.muscle) : -1;
    const [half, count] = [this.bellies.shapes / 2, this.frame.attachments.length / 2];
    const row = strand >= 0 && strand % half < count ? strand % half : null;
    this.told.textContent = row === null ? "" : this.frame.attachments[row + (strand >= half ? count : 0)];
    this.highlight(row === null ? [] : [row]);
    this.dispatchEvent(new CustomEvent("picked", { detail: row }));
  }

  // The bellies, and a dot where each strand of the psoas begins.
  spin() {
    const paint = painter(this.frame, this.look.tendon);
    const some = this.lit.length > 0;
    loft(this.muscles.geometry, this.bellies, this.make.muscle, paint);
    if (some !== this.muscles.material.transparent) this.muscles.material.needsUpdate = true;
    Object.assign(this.muscles.material, { opacity: some ? 0.2 : 1, transparent: some, depthWrite: !some });
    this.muscles.renderOrder = some ? 3 : 1;
    this.chosen.visible = some;
    if (some) loft(this.chosen.geometry, only(this.bellies, this.lit), this.make.muscle, (one, ring) => paint(this.lit[one], ring));
    const { values, shapes, rings } = this.bellies;
    const [half, count] = [shapes / 2, this.frame.attachments.length / 2];
    const matrix = new THREE.Matrix4();
    const size = (DOT * this.frame.height) / 1.7;
    this.dots.count = 2 * count;
    for (let one = 0; one < 2 * count; one++) {
      const strand = one < count ? one : half + one - count;
      const large = this.lit.includes(strand) ? 1.6 * size : size;
      matrix.makeScale(large, large, large).setPosition(...values.subarray(9 * strand * rings, 9 * strand * rings + 3));
      this.dots.setMatrixAt(one, matrix);
    }
    this.dots.instanceMatrix.needsUpdate = true;
  }

  show(view, framing) {
    this.view?.show(view, framing);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this;
    if (!width || !height) return;
    this.resized = true;
    this.view.resize(width, height);
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
    this.point();
    if (!this.slow) return this.renderer.render(this.scene, this.view.camera);
    if (this.live) return this.paintAside();
    this.paint(1);
    this.resting = setTimeout(() => this.paint(RESTING), REST_MS);
  }

  // Where the processor draws: at a fineness, and waiting for the end, to know how long it took.
  paint(fineness) {
    const began = performance.now();
    if (this.renderer.getPixelRatio() !== fineness) this.renderer.setPixelRatio(fineness);
    this.renderer.render(this.scene, this.view.camera);
    const gl = this.renderer.getContext();
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    if (fineness === 1) this.free = performance.now() + 2 * (performance.now() - began);
  }

  // The same without waiting for the end, so that the camera's answers never stand behind it.
  paintAside() {
    this.free = Infinity;
    if (this.renderer.getPixelRatio() !== LIVE.fineness) this.renderer.setPixelRatio(LIVE.fineness);
    const began = performance.now();
    this.renderer.render(this.scene, this.view.camera);
    whenDrawn(this.renderer.getContext(), () => {
      this.free = performance.now() + LIVE.pause * (performance.now() - began);
      if (this.waits) this.draw();
    });
  }

  get look() {
    const [red, green, blue] = getComputedStyle(this).color.match(/[\d.]+/g).map(Number);
    return LOOKS[red + green + blue > 380 ? "dark" : "light"];
  }

  // Light or dark follows the colour of the words around.
  dress() {
    const look = this.look;
    const far = this.view.camera.position.distanceTo(this.view.controls.target);
    dressScene(this, look, far, (0.5 * far) / Math.max(this.clientHeight, 1));
    for (const mesh of this.skin.meshes) mesh.visible = this.view.framing === "whole";
    this.showPast();
    this.style.setProperty("--label", look.label);
  }

  point() {
    if (!this.named || !this.frame) return this.words.replaceChildren();
    const place = new THREE.Vector3();
    this.view.camera.updateMatrixWorld();
    const all = this.frame.callouts.map((one) => {
      place.fromArray(one.at).project(this.view.camera);
      return { ...one, x: ((place.x + 1) / 2) * this.clientWidth, y: ((1 - place.y) / 2) * this.clientHeight };
    });
    placeNames(this.words, all.filter(({ x, y }) => x > 0 && y > 0 && x < this.clientWidth && y < this.clientHeight));
  }

  label() {
    const { skeleton, seen, keys } = this.sentences;
    const words = [skeleton, this.says, ...(this.view ? [seen[this.view.standpoint], keys] : [])].join(" ");
    if (this.getAttribute("aria-label") !== words) this.setAttribute("aria-label", words);
  }
}

customElements.define("psoas-body", PsoasBody);
