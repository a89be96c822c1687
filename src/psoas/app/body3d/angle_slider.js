// A labelled range input that says its value in words; the server does not move it while a hand does.
export default {
  template: `
    <label class="angle-slider">
      <span class="angle-slider-words"><span>{{ label }}</span><span>{{ words }}</span></span>
      <input type="range" step="1" :min="min" :max="max" :value="value" :aria-label="label" :aria-valuetext="words"
        @input="slid" />
    </label>`,
  props: { label: String, min: Number, max: Number },
  data: () => ({ value: 0, words: "" }),
  methods: {
    slid(event) {
      this.value = Number(event.target.value);
      this.$emit("slid", this.value);
    },
    say(words) {
      this.words = words;
    },
    put(value) {
      this.value = value;
    },
  },
};
