// A clip, or another file, is chosen or dropped anywhere on the page, and sent; the answer is the id under which it waits.
// With `many`, several files are sent one after the other, and ``sent`` has the ids of those that arrived.
import { filled } from "/static/words.js";

export default {
  template: `
<div class="clip-drop" :class="{ over: dragging }">
  <label :for="name">{{ words }}<span class="clip-hint">{{ says.hint }}</span></label>
  <input ref="input" type="file" :id="name" :accept="accept" :multiple="many" :disabled="sent !== null" @change="choose">
  <div class="clip-sending" v-if="sent !== null">
    <progress max="1" :value="sent" :aria-label="says.share"></progress>
    <p role="status" class="sr-only">{{ says.busy }}</p>
    <p class="muted small">{{ progress }}</p>
    <button type="button" class="button" @click="cancel">{{ says.cancel }}</button>
  </div>
  <p class="notice bad" role="alert" v-if="error">{{ error }}</p>
</div>`,
  props: {
    accept: String,
    most: Number,
    to: String,
    words: String,
    many: Boolean,
    large: String,
    says: Object,
  },
  data() {
    return { dragging: false, sent: null, error: "", queue: [], ids: [], waiting: 0 };
  },
  computed: {
    progress() {
      const words = this.waiting > 1 ? this.says.sending_many : this.says.sending;
      const number = this.waiting - this.queue.length;
      return filled(words, { number, count: this.waiting, percent: Math.round(100 * this.sent) });
    },
    name() {
      return `clip-${this.$.uid}`;
    },
  },
  mounted() {
    // a file that misses the zone would otherwise open in place of the page
    this.heard = { dragover: this.over, dragleave: this.leave, drop: this.dropped };
    for (const [name, what] of Object.entries(this.heard)) window.addEventListener(name, what);
  },
  beforeUnmount() {
    for (const [name, what] of Object.entries(this.heard)) window.removeEventListener(name, what);
    this.queue = this.ids = [];
    this.request?.abort();
  },
  methods: {
    focus() {
      this.$refs.input.focus();
    },
    free() {
      return this.sent === null && this.$el.offsetParent !== null;
    },
    over(event) {
      event.preventDefault();
      this.dragging = this.free();
    },
    leave(event) {
      if (!event.relatedTarget) this.dragging = false;
    },
    dropped(event) {
      event.preventDefault();
      this.dragging = false;
      if (event.dataTransfer.files.length && this.meant(event)) this.start(event.dataTransfer.files);
    },
    // whether a file is meant for this field: dropped on it, or anywhere, and this is the first that takes such files
    meant(event) {
      const file = event.dataTransfer.files[0];
      const takes = (one) =>
        one.querySelector("input").accept.split(",").some((kind) =>
          kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.name.toLowerCase().endsWith(kind));
      const over = event.target.closest?.(".clip-drop");
      const free = [...document.querySelectorAll(".clip-drop")].filter((one) => one.offsetParent !== null);
      return this.free() && (over ?? free.find(takes) ?? free[0]) === this.$el;
    },
    choose(event) {
      if (this.free() && event.target.files.length) this.start(event.target.files);
    },
    start(files) {
      this.queue = [...files].slice(0, this.many ? files.length : 1);
      [this.error, this.ids, this.waiting] = ["", [], this.queue.length];
      this.next();
    },
    next() {
      const file = this.queue.shift();
      if (file) return this.send(file);
      this.sent = null;
      if (this.$refs.input) this.$refs.input.value = "";
      if (this.ids.length) this.$emit("sent", this.many ? this.ids : this.ids[0]);
    },
    cancel() {
      this.queue = [];
      this.request.abort();
    },
    send(file) {
      if (file.size > this.most) {
        this.fail(this.large.replace("{}", Math.round(this.most / 2 ** 20)), file);
        return;
      }
      const request = (this.request = new XMLHttpRequest());
      request.upload.onprogress = (event) => (this.sent = event.loaded / event.total);
      request.onload = () => this.answered(request, file);
      request.onerror = () => this.fail(this.says.lost, file);
      request.onabort = () => this.next();
      request.open("POST", `${this.to}?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(file);
      this.sent = 0;
    },
    answered(request, file) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {}
      if (!answer.id) {
        this.fail(answer.error ?? this.says.lost, file);
        return;
      }
      this.ids.push(answer.id);
      this.next();
    },
    fail(sentence, file) {
      this.error = `${this.error} ${this.waiting > 1 ? `${file.name}: ` : ""}${sentence}`.trim();
      this.next();
    },
  },
};
