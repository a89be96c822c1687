// What a person sees from three metres away while they stretch: camera, ring, count, one cue, over the whole window.
// A worker sends the camera's pictures and hands on what the coach says to each.

import { filled } from "/static/words.js";
import { fit, fitLine } from "/static/fit.js";
import { cameras, idOf, openCamera } from "/static/camera.js";
import { voiceAhead } from "/static/voice-ahead.js";

const LONGEST_SIDE = 640;
const RING = 2 * Math.PI * 52;
const BONES = [
  ["left_shoulder", "left_hip"], ["left_hip", "left_knee"], ["left_knee", "left_ankle"], ["left_ankle", "left_foot_index"],
  ["right_shoulder", "right_hip"], ["right_hip", "right_knee"], ["right_knee", "right_ankle"], ["right_ankle", "right_foot_index"],
  ["left_shoulder", "right_shoulder"], ["left_hip", "right_hip"],
];
const FIGURES = ["hip_opening", "arch", "trunk_lean"];

export default {
  template: `
<section class="stage" :class="{ full: live }" ref="root" data-stage="setup" :data-look="camera ? 'camera' : 'timer'" tabindex="-1" :aria-label="words.stage">
  <div class="stage-door" v-show="!live" v-if="camera">
    <p role="status" v-show="!refused">{{ words.allow }}</p>
    <button type="button" class="button primary" v-show="refused" @click="start">{{ words.again }}</button>
  </div>
  <canvas class="stage-view" v-show="camera && live" ref="view" width="640" height="360" role="img" :aria-label="words.view"></canvas>
  <p class="stage-error notice bad" role="alert" ref="error" hidden></p>
  <div class="stage-main" v-show="live">
    <svg class="stage-ring" viewBox="0 0 120 120" role="img" :aria-label="words.repetitions">
      <circle cx="60" cy="60" r="52" class="stage-track" />
      <circle cx="60" cy="60" r="52" class="stage-fill" ref="fill" transform="rotate(-90 60 60)" />
      <text x="60" y="56" class="stage-count" ref="count">0</text>
      <text x="60" y="81" class="stage-of" ref="of"></text>
    </svg>
    <p class="stage-left" ref="left"></p>
  </div>
  <div class="stage-buttons" v-show="live">
    <label class="stage-camera" v-show="choice.length > 1">{{ words.camera }} <select :value="chosen" @change="change">
      <option v-for="one in choice" :key="one.id" :value="one.id">{{ one.label }}</option>
    </select></label>
    <button type="button" class="button" v-show="wide" @click="fill">{{ words.full }}</button>
    <button type="button" class="button" @click="toggleVoice" :aria-pressed="String(voice)">{{ voice ? words.voice_on : words.voice_off }} <kbd>V</kbd></button>
    <button type="button" class="button" v-if="!camera" @click="togglePause">{{ paused ? words.go_on : words.pause }} <kbd>P</kbd></button>
    <button type="button" class="button primary" @click="finish">{{ words.finish }} <kbd>F</kbd></button>
  </div>
  <ul class="stage-checks" v-show="live && camera" ref="checks" :aria-label="words.set_up"></ul>
  <dl class="stage-figures" v-show="live && camera" ref="figures"></dl>
  <ol class="stage-marks" v-show="live && camera" ref="marks" :aria-label="words.so_far"></ol>
  <p class="stage-cue" v-show="live" role="status" aria-live="polite"><span ref="cue"></span></p>
  <p class="stage-note" v-show="live"><span ref="note"></span> <span class="stage-speed" ref="speed"></span></p>
</section>`,
  props: { seat: String, camera: Boolean, speech: Boolean, landmarks: Array, body: Number, keeps: Boolean, words: Object, lang: String },
  data() {
    return { voice: this.speech, paused: false, live: !this.camera, refused: false, choice: [], chosen: "", wide: document.fullscreenEnabled };
  },
  mounted() {
    this.times = [];
    this.arrivals = [];
    this.frames = 0;
    this.keys = (event) => this.key(event);
    document.addEventListener("keydown", this.keys);
    this.$refs.fill.style.strokeDasharray = RING;
    this.fillRing(0);
    this.sizes = new ResizeObserver(() => fit(this.$refs.cue));
    this.sizes.observe(this.$refs.cue.parentElement);
    this.start();
    this.$nextTick(() => this.$refs.root?.focus({ preventScroll: true }));
  },
  beforeUnmount() {
    document.removeEventListener("keydown", this.keys);
    this.sizes.disconnect();
    if (document.fullscreenElement) document.exitFullscreen();
    this.stop();
    window.speechSynthesis?.cancel();
  },
  methods: {
    async start() {
      if (this.camera && !(await this.enter())) return;
      const address = new URL("/live", location.href);
      address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      address.searchParams.set("seat", this.seat);
      address.searchParams.set("ahead", voiceAhead());
      if (this.camera) this.film(address.href);
      else {
        this.socket = new WebSocket(address);
        this.socket.onmessage = (event) => this.heed(JSON.parse(event.data));
        this.socket.onclose = () => this.lost();
      }
      navigator.wakeLock?.request("screen").then((lock) => (this.lock = lock), () => {});
    },
    async enter() {
      this.$refs.error.hidden = true;
      this.refused = false;
      if (!(await this.open())) {
        this.refused = !this.over;
        return false;
      }
      this.live = true;
      cameras(this.words.camera_number).then((found) => (this.choice = found));
      this.$nextTick(() => this.$refs.root?.focus({ preventScroll: true }));
      return true;
    },
    // Whether a camera could be opened, for a stage that is still there.
    async open(id) {
      try {
        this.stream = await openCamera(this.words.camera_errors, id);
      } catch (error) {
        this.fail(error.message);
        return false;
      }
      if (this.over) {
        this.release();
        return false;
      }
      this.chosen = idOf(this.stream);
      return true;
    },
    change(event) {
      return this.goOn(event.target.value);
    },
    async goOn(id) {
      this.release();
      if (!(await this.open(id))) return;
      this.pulled = false;
      this.$refs.error.hidden = true;
      const frames = this.watched();
      if (frames) this.worker.postMessage({ frames }, [frames]);
    },
    // A camera that is plugged in again goes on by itself.
    unplugged() {
      this.pulled = true;
      this.fail(this.words.unplugged);
      navigator.mediaDevices.ondevicechange = async () => {
        if (this.pulled && !this.over && (await cameras()).length) this.goOn();
      };
    },
    release() {
      this.stream?.getTracks().forEach((track) => track.stop());
    },
    film(address) {
      this.worker = new Worker("/static/camera-worker.js");
      this.worker.onmessage = ({ data }) => {
        if (data.closed) this.lost();
        else if (data.wanted) this.give();
        else this.heed(data.told, data.picture);
      };
      const start = { start: true, address, longestSide: LONGEST_SIDE };
      const frames = this.watched();
      if (frames) this.worker.postMessage({ ...start, frames }, [frames]);
      else this.video.play().then(() => this.worker.postMessage(start), () => this.lost());
    },
    // The pictures of the camera for the worker; null where the page has to take them from a video.
    watched() {
      const [track] = this.stream.getVideoTracks();
      track.onended = () => this.unplugged();
      if (window.MediaStreamTrackProcessor) return new MediaStreamTrackProcessor({ track }).readable;
      this.video ??= Object.assign(document.createElement("video"), { muted: true, playsInline: true, autoplay: true });
      this.video.srcObject = this.stream;
      return null;
    },
    async give() {
      while (!this.over && !this.video.videoWidth) await new Promise((done) => setTimeout(done, 50));
      if (this.over) return;
      const picture = await createImageBitmap(this.video);
      this.worker.postMessage({ picture }, [picture]);
    },
    say(word) {
      if (this.worker) this.worker.postMessage({ word });
      else if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(word);
    },
    lost() {
      this.gone = true;
      if (this.over || this.$refs.error?.hidden === false) return;
      this.fail(this.words.lost);
    },
    stop() {
      this.over = true;
      this.release();
      this.worker?.postMessage({ stop: true });
      this.socket?.close();
      this.lock?.release().catch(() => {});
    },
    heed(told, picture) {
      if (told.error) return this.fail(`${told.error[0].toUpperCase()}${told.error.slice(1)}.`);
      if (told.trouble) this.fail(told.trouble);
      else if (this.$refs.error && !told.body && !this.pulled) this.$refs.error.hidden = true;
      if (told.body) return this.move(told.body);
      if (!told.skipped) this.show(told, picture);
      if (told.say) this.speak(told.say);
      if (told.taken !== undefined) this.measure(told);
      if (told.stage === "done") this.end();
    },
    move(update) {
      const body = this.body && getElement(this.body);
      if (body?.body?.slow && !this.slow) this.say("slow");
      this.slow = body?.body?.slow;
      body?.applyFrame(update);
    },
    show(told, picture) {
      const { root, left, count, of, cue } = this.$refs;
      if (!root) return;
      if (told.stage) root.dataset.stage = told.stage;
      if (told.phase === undefined) return;
      root.dataset.phase = told.phase;
      if (told.paused !== undefined) this.paused = told.paused;
      const moving = told.stage === "moving";
      write(count, String(told.count));
      const side = this.words.sides[told.side];
      if (write(of, moving ? filled(this.words.of, { target: told.target, side }) : side)) fitLine(of);
      this.fillRing(moving && (told.phase === "hold" || told.phase === "back") ? told.hold_s / 2 : 0);
      const held = moving && told.phase === "hold" ? `${this.decimal(told.hold_s)} s` : "";
      const says = told.cue ?? told.message;
      write(left, held || (told.left_s ? `${Math.ceil(told.left_s)} s` : ""));
      if (write(cue, says)) fit(cue);
      cue.parentElement.dataset.cue = String(Boolean(told.cue));
      if (!this.camera) return;
      this.draw(told, picture);
      this.list(told.checks);
      this.figures(told);
      this.marks(told.repetitions);
    },
    fillRing(share) {
      this.$refs.fill.style.strokeDashoffset = RING * (1 - Math.min(1, Math.max(0, share)));
    },
    draw(told, picture) {
      const { view, note } = this.$refs;
      const [width, height] = told.size;
      if (view.width !== width || view.height !== height) [view.width, view.height] = [width, height];
      const pen = view.getContext("2d", { alpha: false });
      if (picture) pen.drawImage(picture, 0, 0);
      picture?.close();
      write(note, told.weights === "lite" ? this.words.slow : "");
      if (!told.points.length) return;
      pen.lineCap = "round";
      for (const [dark, colour] of [[2, "rgb(0 0 0 / 55%)"], [0, "#ffd75e"]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = Math.max(3, width / 220) + dark;
        for (const [from, to] of BONES) {
          const a = told.points[this.landmarks.indexOf(from)];
          const b = told.points[this.landmarks.indexOf(to)];
          pen.beginPath();
          pen.moveTo(...a);
          pen.lineTo(...b);
          pen.stroke();
        }
      }
    },
    list(checks) {
      const list = this.$refs.checks;
      list.hidden = !checks.length;
      const signs = { good: "\u2713", fix: "!", wait: "\u2026" };
      const heard = this.words.checks;
      const html = checks.map((one) => `<li data-state="${one.state}"><span aria-hidden="true">${signs[one.state]}</span><span class="sr-only">${escaped(heard[one.state])} </span>${escaped(one.says)}</li>`).join("");
      if (list.innerHTML !== html && html !== this.listed) list.innerHTML = this.listed = html;
    },
    figures(told) {
      const list = this.$refs.figures;
      list.hidden = told.stage !== "moving" || told.weights !== "full";
      const html = FIGURES.map((name) => {
        const value = told.now[name];
        const band = told.bands[name];
        const text = value !== undefined ? `${degrees(value)}${band ? ` <small>\u00b1 ${Math.round(band)}</small>` : ""}` : `<small>${escaped(this.words.not_measured)}</small>`;
        return `<div><dt>${escaped(this.words.figures[name])}</dt><dd>${text}</dd></div>`;
      }).join("");
      if (html !== this.figured) list.innerHTML = this.figured = html;
    },
    marks(repetitions) {
      const { good, improve, unjudged } = this.words;
      const verdicts = new Map([[true, ["\u2713", good]], [false, ["!", improve]], [null, ["?", unjudged]]]);
      const html = repetitions.filter((one) => one.counts).map((one) => {
        const [sign, says] = verdicts.get(one.good);
        return `<li data-good="${one.good}"><span aria-hidden="true">${sign}</span><span class="sr-only">${escaped(says)}</span></li>`;
      }).join("");
      if (html !== this.marked) this.$refs.marks.innerHTML = this.marked = html;
    },
    measure({ taken, took }) {
      const now = performance.timeOrigin + performance.now();
      this.frames += 1;
      this.times.push(now - taken);
      this.own = 0.9 * (this.own ?? took) + 0.1 * took;
      this.arrivals.push(now);
      if (this.times.length > 300) this.times.shift();
      if (this.arrivals.length > 61) this.arrivals.shift();
      const span = (now - this.arrivals[0]) / 1000;
      const sorted = [...this.times].sort((a, b) => a - b);
      const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
      const speed = { frames: this.frames, fps: (this.arrivals.length - 1) / span, p50: at(0.5), p95: at(0.95), own: this.own };
      this.$refs.root.psoasSpeed = speed;
      if (this.frames % 30 === 0) {
        const [fps, p50, p95] = [speed.fps, speed.p50, speed.p95].map((value) => value.toFixed(0));
        write(this.$refs.speed, `${filled(this.words.speed, { fps, p50, p95 })} ${this.keeps ? this.words.keeps : this.words.keeps_none}`);
      }
    },
    speak(words) {
      if (!this.voice || !window.speechSynthesis) return;
      const spoken = new SpeechSynthesisUtterance(words);
      spoken.lang = this.lang;
      window.speechSynthesis.speak(spoken);
    },
    decimal(value) {
      return value.toLocaleString(this.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    },
    toggleVoice() {
      this.voice = !this.voice;
      if (!this.voice) window.speechSynthesis?.cancel();
    },
    fill() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {});
    },
    togglePause() {
      this.say(this.paused ? "resume" : "pause");
    },
    finish() {
      if (!this.gone && (this.worker || this.socket?.readyState === WebSocket.OPEN)) this.say("finish");
      else this.end();
    },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      const todo = { v: this.toggleVoice, f: this.finish, escape: this.finish, p: this.camera ? undefined : this.togglePause }[event.key.toLowerCase()];
      if (todo) todo();
    },
    end() {
      if (this.over) return;
      const said = window.speechSynthesis?.speaking;
      this.stop();
      setTimeout(() => this.$emit("ended"), said ? 1500 : 0);
    },
    fail(words) {
      const { error } = this.$refs;
      if (error) [error.textContent, error.hidden] = [words, false];
    },
  },
};

function degrees(value) {
  return `${Math.round(value)}\u00b0`.replace("-", "\u2212");
}

function write(element, words) {
  if (!element || element.textContent === words) return false;
  element.textContent = words;
  return true;
}

function escaped(words) {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
