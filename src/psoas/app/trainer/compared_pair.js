// Two repetitions side by side, from their start to their deepest moment together: by a slider, or by themselves.
// A side shows its two kept pictures, one fading into the other, or a strip of drawn frames, one below the other.
import { filled } from "/static/words.js";

const WAY_MS = 2500;
const HOLD_MS = 900;

export default {
  template: `
<div class="compared">
  <div class="compared-sides">
    <figure v-for="(side, place) in sides" :key="place + side.title">
      <div class="compared-window" :class="{ drawn: side.strip }" role="img" :aria-label="side.title + '. ' + side.says">
        <template v-if="side.strip">
          <p class="muted small compared-wait">{{ failed[side.strip] ? says.failed : says.drawing }}</p>
          <img v-if="!failed[side.strip]" :src="side.strip" alt="" loading="lazy" :style="frame()" @error="failed[side.strip] = true">
        </template>
        <template v-else>
          <div v-html="side.start"></div>
          <div class="over" v-html="side.deepest" :style="{ opacity: fade }"></div>
        </template>
      </div>
      <figcaption><strong>{{ side.title }}</strong><br><span class="muted small">{{ side.says }}</span></figcaption>
    </figure>
  </div>
  <div class="compared-controls">
    <button type="button" class="button primary" :aria-pressed="playing ? 'true' : 'false'" @click="toggle">{{ playing ? says.pause : says.play }}</button>
    <label>{{ says.slider }}<input type="range" min="0" max="100" v-model.number="at" :aria-valuetext="where" @input="stop"></label>
    <span class="muted small" aria-hidden="true">{{ where }}</span>
  </div>
</div>`,
  props: { sides: Array, says: Object, frames: Number },
  data() {
    return { at: 100, playing: false, failed: {} };
  },
  computed: {
    fade() {
      const share = this.at / 100;
      return share * share * (3 - 2 * share);
    },
    where() {
      if (this.at === 0) return this.says.start;
      return this.at === 100 ? this.says.deepest : filled(this.says.between, { share: this.at });
    },
  },
  beforeUnmount() {
    this.stop();
  },
  methods: {
    frame() {
      const number = Math.round((this.at / 100) * (this.frames - 1));
      return { transform: `translateY(${(-100 * number) / this.frames}%)` };
    },
    toggle() {
      if (this.playing) return this.stop();
      this.playing = true;
      this.began = performance.now() - (this.at < 100 ? (this.at / 100) * WAY_MS : 2 * (WAY_MS + HOLD_MS));
      this.step(performance.now());
    },
    stop() {
      this.playing = false;
      cancelAnimationFrame(this.next);
    },
    // there, a rest at the deepest moment, back, a rest at the start, and again
    step(now) {
      if (!this.playing) return;
      const whole = 2 * (WAY_MS + HOLD_MS);
      const time = (now - this.began) % whole;
      const back = time - WAY_MS - HOLD_MS;
      const share = back < 0 ? Math.min(time / WAY_MS, 1) : Math.max(1 - back / WAY_MS, 0);
      this.at = Math.round(100 * share);
      this.next = requestAnimationFrame(this.step);
    },
  },
};
