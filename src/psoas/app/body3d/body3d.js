// The custom element <psoas-body> as a part of a NiceGUI page; see psoas-body.js.
export default {
  template: `<div class="psoas-body-frame"></div>`,
  props: { bones: String, live: Boolean, words: Object },
  async mounted() {
    const { PsoasBody } = await import("psoas-body");
    const body = new PsoasBody();
    body.setAttribute("bones", this.bones);
    body.live = this.live;
    body.sentences = this.words;
    body.addEventListener("nowebgl", () => this.$emit("nowebgl"));
    body.addEventListener("turned", ({ detail }) => this.$emit("turned", detail));
    body.addEventListener("picked", ({ detail }) => this.$emit("picked", detail));
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
    highlight(rows) {
      this.ask("highlight", rows);
    },
    names(shown) {
      this.ask("names", shown);
    },
    ghost(kept) {
      this.ask("ghost", kept);
    },
    showPicture(uri) {
      this.ask("showPicture", uri);
    },
  },
};
