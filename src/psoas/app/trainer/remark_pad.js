// Points are clicked on a picture; when a remark has all of its points, ``drawn`` has them as shares of the picture.
export default {
  template: `
<svg ref="pad" class="remark-pad" :viewBox="'0 0 ' + width + ' ' + height" role="img" :aria-label="words" @click="put">
  <image :href="picture" :width="width" :height="height" />
  <g v-html="overlay"></g>
  <circle v-for="(point, at) in points" :key="at" :cx="point[0] * width" :cy="point[1] * height" r="4" class="remark-point" />
</svg>`,
  props: { picture: String, width: Number, height: Number, overlay: String, needed: Number, words: String },
  data() {
    return { points: [] };
  },
  watch: {
    needed() {
      this.points = [];
    },
  },
  methods: {
    put(event) {
      const box = this.$refs.pad.getBoundingClientRect();
      const share = (value) => Math.min(Math.max(value, 0), 1);
      this.points.push([share((event.clientX - box.left) / box.width), share((event.clientY - box.top) / box.height)]);
      if (this.points.length >= this.needed) {
        this.$emit("drawn", this.points);
        this.points = [];
      }
    },
  },
};
