// Remarks on a picture, by mouse, finger or keyboard. A whole remark emits ``drawn`` with its points as shares of the
// picture; the chosen one is dragged, or moved by the arrow keys, which emits ``moved`` with the way; Delete emits ``removed``.
import { filled } from "/static/words.js";

const STEP = 0.02;
const FINE = 0.005;
const QUIET_MS = 350;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const inside = (share) => Math.min(Math.max(share, 0), 1);

export default {
  template: `
<div class="remark-place">
  <svg ref="pad" class="remark-pad" :class="{ moving: chosen >= 0 }" :style="{ maxWidth: 70 * width / height + 'vh' }" :viewBox="'0 0 ' + width + ' ' + height" tabindex="0"
       role="application" :aria-label="words" :aria-describedby="how" @keydown="press" @focus="focused = true"
       @blur="focused = false" @pointerdown="grab" @pointermove="drag" @pointerup="drop" @click="put">
    <image :href="picture" :width="width" :height="height" />
    <g v-for="(one, at) in overlays" :key="at" v-html="one" :class="{ chosen: at === chosen }"
       :transform="at === chosen ? 'translate(' + way[0] * width + ' ' + way[1] * height + ')' : ''"></g>
    <circle v-for="(point, at) in points" :key="at" :cx="point[0] * width" :cy="point[1] * height" r="4" class="remark-point" />
    <path v-if="focused && keyed && chosen < 0" class="remark-cross" :d="cross" />
  </svg>
  <p class="sr-only" role="status">{{ status }}</p>
</div>`,
  props: {
    picture: String,
    width: Number,
    height: Number,
    overlays: Array,
    needed: Number,
    words: String,
    how: String,
    chosen: { type: Number, default: -1 },
    says: Object,
  },
  data() {
    return { points: [], at: [0.5, 0.5], way: [0, 0], from: null, dragged: false, focused: false, keyed: false, status: "" };
  },
  computed: {
    cross() {
      const [x, y] = [this.at[0] * this.width, this.at[1] * this.height];
      return `M${x - 12} ${y}H${x + 12}M${x} ${y - 12}V${y + 12}`;
    },
  },
  watch: {
    needed() {
      this.points = [];
    },
    picture() {
      this.points = [];
    },
    overlays() {
      this.way = [0, 0];
    },
  },
  beforeUnmount() {
    clearTimeout(this.later);
  },
  methods: {
    focus() {
      this.$refs.pad.focus();
    },
    press(event) {
      const arrow = ARROWS[event.key];
      this.keyed = true;
      if (arrow) {
        const step = event.shiftKey ? FINE : STEP;
        this.go(arrow[0] * step, arrow[1] * step);
      } else if ((event.key === "Enter" || event.key === " ") && this.chosen < 0) this.add(this.at);
      else if (event.key === "Delete" && this.chosen >= 0) this.$emit("removed");
      else if (event.key === "Backspace" && this.chosen < 0 && this.points.length) this.points.pop();
      else if (event.key === "Escape" && (this.points.length || this.chosen >= 0)) {
        this.points = [];
        if (this.chosen >= 0) this.$emit("left");
      } else return;
      event.preventDefault();
    },
    go(x, y) {
      if (this.chosen >= 0) {
        this.way = [this.way[0] + x, this.way[1] + y];
        clearTimeout(this.later);
        this.later = setTimeout(() => this.$emit("moved", this.way), QUIET_MS);
        return;
      }
      this.at = [inside(this.at[0] + x), inside(this.at[1] + y)];
      this.status = this.where(this.says.at);
    },
    where(words) {
      const [across, down] = this.at.map((share) => Math.round(100 * share));
      return filled(words, { across, down, number: this.points.length, count: this.needed });
    },
    share(event) {
      const box = this.$refs.pad.getBoundingClientRect();
      return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
    },
    grab(event) {
      this.dragged = false;
      if (this.chosen < 0) return;
      this.from = this.share(event);
      this.$refs.pad.setPointerCapture(event.pointerId);
    },
    drag(event) {
      if (!this.from) return;
      const now = this.share(event);
      this.way = [now[0] - this.from[0], now[1] - this.from[1]];
      this.dragged = true;
    },
    drop() {
      if (this.from && this.dragged) this.$emit("moved", this.way);
      this.from = null;
    },
    put(event) {
      this.keyed = false;
      if (this.chosen < 0) this.add(this.share(event));
    },
    add(point) {
      this.at = point;
      this.points.push(point);
      this.status = this.where(this.says.put);
      if (this.points.length >= this.needed) {
        this.$emit("drawn", this.points);
        this.points = [];
      }
    },
  },
};
