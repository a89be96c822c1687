// A way to find by ear how late this browser's headphones speak: a word and a light, to be brought together.

import { filled } from "/static/words.js";
import { MOST, keepVoiceAhead, voiceAhead } from "/static/voice-ahead.js";

const EVERY_MS = 2000;
const LIGHT_MS = 200;

export default {
  template: `
<div class="stack">
  <p>{{ words.how }}</p>
  <div class="row">
    <button type="button" class="button" @click="toggle" :aria-pressed="String(running)">{{ running ? words.stop : words.listen }}</button>
    <span class="voice-light" ref="light" role="img" :aria-label="words.light"></span>
  </div>
  <label>{{ filled(words.earlier, { ms: ahead }) }}
    <input class="voice-slider" type="range" min="0" :max="most" step="20" :value="ahead" @input="change" :aria-valuetext="filled(words.milliseconds, { ms: ahead })"></label>
  <p class="small muted" role="status">{{ words.kept }}</p>
</div>`,
  props: { words: Object, lang: String },
  data() {
    return { ahead: voiceAhead(), running: false, most: MOST };
  },
  beforeUnmount() {
    this.stop();
  },
  methods: {
    filled,
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
      const word = new SpeechSynthesisUtterance(this.words.now);
      word.lang = this.lang;
      window.speechSynthesis.speak(word);
    },
    stop() {
      this.running = false;
      for (const one of [this.timer, this.speaks, this.shines]) clearTimeout(one);
      window.speechSynthesis?.cancel();
    },
  },
};
