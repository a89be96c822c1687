// A clip, or another file, is chosen or dropped anywhere on the page, and sent; the answer is the id under which it waits.
const LOST = "The file could not be sent; check that the coach still runs, and try again.";

export default {
  template: `
<div class="clip-drop" :class="{ over: dragging }">
  <label :for="name">{{ words }}<span class="clip-hint">, or drop it here</span></label>
  <input ref="input" type="file" :id="name" :accept="accept" :disabled="sent !== null" @change="choose">
  <div class="clip-sending" v-if="sent !== null">
    <progress max="1" :value="sent" aria-label="How much of the file is sent"></progress>
    <p role="status" class="sr-only">Sending the file.</p>
    <p class="muted small">Sending: {{ Math.round(100 * sent) }} %</p>
    <button type="button" class="button" @click="request.abort()">Cancel</button>
  </div>
  <p class="notice bad" role="alert" v-if="error">{{ error }}</p>
</div>`,
  props: {
    accept: String,
    most: Number,
    to: { type: String, default: "/upload" },
    words: { type: String, default: "Choose a clip" },
    large: { type: String, default: "This clip is larger than {} MB; cut it shorter." },
  },
  data() {
    return { dragging: false, sent: null, error: "" };
  },
  computed: {
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
      if (this.free() && event.dataTransfer.files.length) this.send(event.dataTransfer.files[0]);
    },
    choose(event) {
      if (this.free() && event.target.files.length) this.send(event.target.files[0]);
    },
    send(file) {
      this.error = "";
      if (file.size > this.most) {
        this.fail(this.large.replace("{}", Math.round(this.most / 2 ** 20)));
        return;
      }
      const request = (this.request = new XMLHttpRequest());
      request.upload.onprogress = (event) => (this.sent = event.loaded / event.total);
      request.onload = () => this.answered(request);
      request.onerror = () => this.fail(LOST);
      request.onabort = () => this.fail("");
      request.open("POST", `${this.to}?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(file);
      this.sent = 0;
    },
    answered(request) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {}
      if (!answer.id) {
        this.fail(answer.error ?? LOST);
        return;
      }
      this.fail("");
      this.$emit("sent", answer.id);
    },
    fail(sentence) {
      this.sent = null;
      this.error = sentence;
      this.$refs.input.value = "";
    },
  },
};
