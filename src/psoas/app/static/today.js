// The day: a strip to draw on, the activities by button and by key, and the same as a table. Where devices saw the day,
// each row has a second lane for what they saw; what is drawn stands above it and goes before it.
import { DAY, clock, digits, hourMark, minuteOf, showTimes } from "/static/today-clock.js";
import { TEMPLATE } from "/static/today-template.js";
import { filled } from "/static/words.js";

const STEP = 15;
const FINE = 5;
const UNKNOWN = "unknown";
// Share of a row's height that is the upper lane.
const LANE = 0.6;
// Within so many pixels of the end of the chosen block, a press takes hold of that end; a finger is less exact.
const REACH = { mouse: 10, pen: 12, touch: 22 };

const within = (low, value, high) => Math.max(low, Math.min(high, value));

export default {
  template: TEMPLATE,
  props: {
    words: Object,
    kinds: Array,
    bouts: Array,
    seen: { type: Array, default: () => [] },
    now: Number,
    can_undo: Boolean,
    can_copy: Boolean,
  },
  emits: ["place", "clear", "undo", "now", "copy"],
  data() {
    return {
      width: 800,
      chosen: null,
      drag: null,
      edge: null,
      hover: false,
      last: "desk",
      form: { start: clock(540), end: clock(600), name: "desk" },
      wrong: "",
    };
  },
  computed: {
    perRow() {
      return this.width >= 1200 ? DAY : this.width >= 520 ? DAY / 2 : DAY / 4;
    },
    rows() {
      const rows = [];
      const hourWidth = (this.width * 60) / this.perRow;
      const every = hourWidth >= 44 ? 1 : hourWidth >= 22 ? 2 : 3;
      for (let start = 0; start < DAY; start += this.perRow) {
        const end = start + this.perRow;
        const part = (from, to) => {
          const [first, last] = [Math.max(from, start), Math.min(to, end)];
          if (first >= last) return null;
          return {
            left: `${((first - start) / this.perRow) * 100}%`,
            width: `${((last - first) / this.perRow) * 100}%`,
            pixels: ((last - first) / this.perRow) * this.width,
          };
        };
        const lines = [];
        for (let minute = start; minute < end; minute += 60) {
          lines.push({ minute, text: hourMark(minute), left: `${((minute - start) / this.perRow) * 100}%` });
        }
        rows.push({
          start,
          lines: lines.slice(1),
          hours: lines.filter((hour) => (hour.minute / 60) % every === 0),
          blocks: this.bouts.flatMap((bout) => this.block(bout, part(bout.start, bout.end), true)),
          seen: this.seen.flatMap((bout) => this.block(bout, part(bout.start, bout.end), false)),
          chosen: this.chosen && part(this.chosen.start, this.chosen.end),
          handles: this.chosenBlock && {
            from: this.chosen.start >= start && this.chosen.start < end,
            to: this.chosen.end > start && this.chosen.end <= end,
          },
          now: this.now >= start && this.now < end ? { left: `${((this.now - start) / this.perRow) * 100}%` } : null,
        });
      }
      return rows;
    },
    // The day as it counts: what was drawn, and beside it what devices saw.
    whole() {
      const rest = this.bouts.reduce(
        (blocks, mine) =>
          blocks.flatMap((bout) => [
            { ...bout, end: Math.min(bout.end, mine.start) },
            { ...bout, start: Math.max(bout.start, mine.end) },
          ].filter((piece) => piece.start < piece.end)),
        this.seen,
      );
      return [...this.bouts, ...rest].sort((a, b) => a.start - b.start);
    },
    chosenBlock() {
      const same = (bout) => this.chosen && bout.start === this.chosen.start && bout.end === this.chosen.end;
      const mine = this.bouts.find(same);
      return mine ? { ...mine, mine: true } : this.seen.find(same);
    },
    // The part over which an end is moved, and what it becomes: the block itself where it grows. Where it shrinks, what
    // devices saw comes back below one's own block, and beside a device's block its neighbour grows, or nothing is known.
    moved() {
      const { at, to, block } = this.edge;
      const grows = at === block.end ? to > at : to < at;
      const beside = this.seen.find((bout) => (at === block.end ? bout.start : bout.end) === at);
      const name = grows ? block.name : block.mine ? "" : beside?.name ?? UNKNOWN;
      return { name, start: Math.min(at, to), end: Math.max(at, to) };
    },
    says() {
      if (this.edge && this.edge.to !== this.edge.at) {
        const { block } = this.edge;
        return this.span(this.words.moved, { name: block.name, ...this.chosen });
      }
      if (!this.chosen) return this.words.drag;
      const { start, end } = this.chosen;
      const inside = this.whole
        .filter((bout) => bout.start < end && bout.end > start && bout.name !== UNKNOWN)
        .map((bout) => [bout.name, Math.min(bout.end, end) - Math.max(bout.start, start)]);
      const known = inside.reduce((sum, [, minutes]) => sum + minutes, 0);
      const parts = inside.map(([name, minutes]) => `${this.kind(name).inside} ${this.duration(minutes)}`);
      if (known < end - start) {
        const rest = this.duration(end - start - known);
        parts.push(known ? filled(this.words.unknown_time, { time: rest }) : this.words.unknown_inside);
      }
      const [from, to, time] = [clock(start), clock(end), this.duration(end - start)];
      return filled(this.words.chosen, { start: from, end: to, time, parts: parts.join(", ") });
    },
  },
  methods: {
    clock,
    duration(minutes) {
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      if (!hours) return filled(this.words.minutes, { minutes: rest });
      return filled(rest ? this.words.both : this.words.hours, { hours, minutes: digits(rest) });
    },
    kind(name) {
      return this.kinds.find((kind) => kind.name === name);
    },
    label(name) {
      return name === UNKNOWN ? this.words.unknown : this.kind(name).label;
    },
    // A sentence about a part of the day: what fills it, from when to when, and how long.
    span(words, { name, start, end }) {
      return filled(words, { what: this.label(name), start: clock(start), end: clock(end), time: this.duration(end - start) });
    },
    block(bout, style, mine) {
      if (!style) return [];
      const label = this.label(bout.name);
      const key = bout.name === UNKNOWN ? "u" : this.kind(bout.name).key;
      const text = style.pixels > label.length * 9 + 12 ? label : style.pixels > 15 ? key : "";
      const source = bout.from && filled(this.words.from, { source: bout.from });
      const drawn = this.span(mine ? this.words.mine : this.words.theirs, bout);
      const title = [drawn, bout.context, source].filter(Boolean).join(", ");
      const covered =
        !mine && this.bouts.some((one) => one.start <= bout.start && one.end >= bout.end);
      return [{ key: bout.start, name: bout.name, style: { left: style.left, width: style.width }, text, title, covered }];
    },
    fill(name) {
      this.last = name;
      if (this.chosen) this.$emit("place", { ...this.chosen, activity: name });
    },
    // Where a device says something, the person's "unknown" has to go before it.
    empty() {
      if (!this.chosen) return;
      const { start, end } = this.chosen;
      const says = this.seen.some((bout) => bout.start < end && bout.end > start);
      if (says) this.$emit("place", { start, end, activity: UNKNOWN });
      else this.$emit("clear", { start, end });
    },
    take() {
      if (this.chosen) this.$emit("clear", this.chosen);
    },
    correct(bout) {
      this.chosen = { start: bout.start, end: bout.end };
      this.$refs.strip.focus();
    },
    enter() {
      const start = minuteOf(this.form.start);
      const end = minuteOf(this.form.end) || DAY;
      if (start === null || minuteOf(this.form.end) === null) this.wrong = filled(this.words.no_time, { one: clock(540), other: clock(1050) });
      else if (start >= end) this.wrong = filled(this.words.order, { midnight: clock(0) });
      else this.wrong = "";
      if (this.wrong) return;
      this.chosen = { start, end };
      if (this.form.name === UNKNOWN) this.empty();
      else this.$emit("place", { start, end, activity: this.form.name });
    },
    // The row under a pointer, by its height, and the place of its track.
    rowAt(event) {
      const rows = [...this.$refs.strip.querySelectorAll(".today-row")];
      const row = rows.find((one) => event.clientY < one.getBoundingClientRect().bottom) || rows[rows.length - 1];
      return { row, box: row.querySelector(".today-track").getBoundingClientRect() };
    },
    minuteAt(event) {
      const { row, box } = this.rowAt(event);
      const part = within(0, (event.clientX - box.left) / box.width, 1);
      return within(0, Number(row.dataset.start) + part * this.perRow, DAY - 0.01);
    },
    laneAt(event) {
      const { box } = this.rowAt(event);
      return this.seen.length && event.clientY > box.top + LANE * box.height ? this.seen : this.bouts;
    },
    // The end of the chosen block under a pointer: only inside of it, so that the next block can be drawn right beside it.
    edgeAt(event) {
      const block = this.chosenBlock;
      const minute = this.minuteAt(event);
      if (!block || minute < block.start || minute >= block.end) return null;
      const pixel = this.perRow / this.rowAt(event).box.width;
      const reach = Math.min((REACH[event.pointerType] ?? REACH.mouse) * pixel, (block.end - block.start) / 3);
      const at = [block.start, block.end].find((end) => Math.abs(end - minute) <= reach);
      return at === undefined ? null : { at, to: at, block };
    },
    begin(event) {
      if (event.button !== 0) return;
      this.edge = this.edgeAt(event);
      this.drag = { from: this.minuteAt(event), x: event.clientX, y: event.clientY, moved: false, before: this.chosen };
      this.$refs.strip.setPointerCapture(event.pointerId);
    },
    draw(event) {
      if (!this.drag) {
        this.hover = event.pointerType === "mouse" && Boolean(this.edgeAt(event));
        return;
      }
      const far = Math.abs(event.clientX - this.drag.x) + Math.abs(event.clientY - this.drag.y) > 5;
      if (!far && !this.drag.moved) return;
      this.drag.moved = true;
      const step = event.shiftKey ? FINE : STEP;
      const to = this.minuteAt(event);
      if (this.edge) {
        const { at, block } = this.edge;
        const free = at === block.end ? [block.start + FINE, DAY] : [0, block.end - FINE];
        this.edge.to = within(free[0], Math.round(to / FINE) * FINE, free[1]);
        this.chosen = at === block.end ? { start: block.start, end: this.edge.to } : { start: this.edge.to, end: block.end };
        return;
      }
      const [low, high] = [Math.min(this.drag.from, to), Math.max(this.drag.from, to)];
      const start = Math.floor(low / step) * step;
      this.chosen = { start, end: Math.max(start + step, Math.ceil(high / step) * step) };
    },
    finish(event) {
      if (this.drag && this.edge && this.drag.moved) {
        if (this.edge.to !== this.edge.at) this.shift();
      } else if (this.drag && !this.drag.moved) {
        const at = this.drag.from;
        const holds = (one) => one.start <= at && at < one.end;
        const bout = this.laneAt(event).find(holds) ?? this.bouts.find(holds) ?? this.seen.find(holds);
        const start = Math.min(Math.floor(at / STEP) * STEP, DAY - 2 * STEP);
        this.chosen = bout ? { start: bout.start, end: bout.end } : { start, end: start + 2 * STEP };
      }
      this.drag = this.edge = null;
    },
    cancel() {
      if (this.drag) this.chosen = this.drag.before;
      this.drag = this.edge = null;
    },
    shift() {
      const { name, start, end } = this.moved;
      if (name) this.$emit("place", { start, end, activity: name });
      else this.$emit("clear", { start, end });
    },
    press(event) {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if ((event.ctrlKey || event.metaKey) && key === "z") {
        event.preventDefault();
        this.$emit("undo");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const kind = this.kinds.find((one) => one.key === key);
      const step = event.shiftKey ? FINE : STEP;
      if (kind) this.fill(kind.name);
      else if (key === "u") this.empty();
      else if (key === "Delete" || key === "Backspace") this.take();
      else if (key === "PageDown") this.step(1);
      else if (key === "PageUp") this.step(-1);
      else if (key === "Enter") this.fill(this.last);
      else if (key === "Escape") this.chosen = null;
      else if (key === "n" && this.now >= 0) this.$emit("now");
      else if (key === "ArrowLeft") this.move(-step);
      else if (key === "ArrowRight") this.move(step);
      else if (key === "ArrowUp") this.stretch(step);
      else if (key === "ArrowDown") this.stretch(-step);
      else if (key === "Home") this.move(-DAY);
      else if (key === "End") this.move(DAY);
      else return;
      event.preventDefault();
    },
    step(way) {
      const from = this.chosen?.start ?? (way > 0 ? -1 : DAY);
      const after = this.whole.filter((bout) => (bout.start - from) * way > 0);
      const bout = way > 0 ? after[0] : after[after.length - 1];
      if (bout) this.chosen = { start: bout.start, end: bout.end };
    },
    first() {
      const around = this.now >= 0 ? this.now : 9 * 60;
      const start = within(0, Math.floor(around / STEP) * STEP, DAY - 2 * STEP);
      this.chosen = { start, end: start + 2 * STEP };
    },
    move(by) {
      if (!this.chosen) return this.first();
      const { start, end } = this.chosen;
      const shift = within(-start, by, DAY - end);
      this.chosen = { start: start + shift, end: end + shift };
    },
    stretch(by) {
      if (!this.chosen) return this.first();
      const { start, end } = this.chosen;
      this.chosen = { start, end: within(Math.min(start + FINE, DAY), end + by, DAY) };
    },
  },
  mounted() {
    this.watcher = new ResizeObserver(([entry]) => (this.width = entry.contentRect.width));
    this.watcher.observe(this.$refs.strip);
    showTimes();
    this.observer = new MutationObserver(showTimes);
    this.observer.observe(document.querySelector(".psoas-main"), { childList: true, subtree: true, characterData: true });
  },
  unmounted() {
    this.watcher.disconnect();
    this.observer.disconnect();
  },
};
