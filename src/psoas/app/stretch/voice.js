// A way to find by ear how late this browser's headphones speak: a word and a light, to be brought together.

import { MOST, keepVoiceAhead, voiceAhead } from "/static/voice-ahead.js";

const EVERY_MS = 2000;
const LIGHT_MS = 200;

export default {
  template: `
<div class="stack">
  <p>Headphones over Bluetooth speak late. Press Listen: a light comes every two seconds, and a voice says "now". Move the slider until both come together.</p>
  <div class="row">
    <button type="button" class="button" @click="toggle" :aria-pressed="String(running)">{{ running ? "Stop" : "Listen" }}</button>
    <span class="voice-light" ref="light" role="img" aria-label="The light"></span>
  </div>
  <label>Speak earlier by <strong>{{ ahead }} ms</strong>
    <input class="voice-slider" type="range" min="0" :max="most" step="20" :value="ahead" @input="change" :aria-valuetext="ahead + ' milliseconds'"></label>
  <p class="small muted" role="status">Kept in this browser. Counts are spoken when a repetition is over, and cannot come earlier.</p>
</div>`,
  data() {
    return { ahead: voiceAhead(), running: false, most: MOST };
  },
  beforeUnmount() {
    this.stop();
  },
  methods: {
    change(event) {
      this.ahead = Number(event.target.value);
      keepVoiceAhead(this.ahead);
    },
    toggle() {
      if (this.running) return this.stop();
      this.running = true;
      this.beat();
      this.timer = setInterval(() => this.beat(), EVERY_MS);
    },
    beat() {
      this.speaks = setTimeout(() => this.speak(), MOST - this.ahead);
      this.shines = setTimeout(() => {
        this.$refs.light.dataset.on = "true";
        setTimeout(() => delete this.$refs.light?.dataset.on, LIGHT_MS);
      }, MOST);
    },
    speak() {
      if (!window.speechSynthesis) return;
      const word = new SpeechSynthesisUtterance("now");
      word.lang = "en";
      window.speechSynthesis.speak(word);
    },
    stop() {
      this.running = false;
      for (const one of [this.timer, this.speaks, this.shines]) clearTimeout(one);
      window.speechSynthesis?.cancel();
    },
  },
};
