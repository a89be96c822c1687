// The custom element <psoas-body> as a part of a NiceGUI page; see psoas-body.js.
export default {
  template: `<div class="psoas-body-frame"></div>`,
  props: { bones: String, framing: String, live: Boolean },
  async mounted() {
    const { PsoasBody } = await import("psoas-body");
    const body = new PsoasBody();
    body.setAttribute("bones", this.bones);
    body.framing = this.framing;
    body.live = this.live;
    body.addEventListener("nowebgl", () => this.$emit("nowebgl"));
    this.$el.append(body);
    this.body = body;
    for (const [name, args] of this.waiting) body[name](...args);
    this.$emit("shown");
  },
  created() {
    this.waiting = [];
  },
  methods: {
    ask(name, ...args) {
      if (this.body) this.body[name](...args);
      else this.waiting.push([name, args]);
    },
    applyFrame(update) {
      this.ask("applyFrame", update);
    },
    show(view, framing) {
      this.ask("show", view, framing);
    },
    highlight(indices) {
      this.ask("highlight", indices);
    },
    showPicture(uri) {
      this.ask("showPicture", uri);
    },
  },
};
