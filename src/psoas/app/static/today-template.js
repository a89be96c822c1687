// What the day is made of; see today.js.
export const TEMPLATE = `
<div class="today">
  <div class="today-strip" ref="strip" tabindex="0" role="application" :aria-label="words.strip"
       :aria-roledescription="words.role" aria-describedby="today-chosen today-help" @keydown="press"
       :class="{ edge: edge || hover }" @pointerdown="begin" @pointermove="draw" @pointerup="finish" @pointercancel="cancel">
    <div v-for="row in rows" :key="row.start" class="today-row" :data-start="row.start">
      <div class="today-hours" aria-hidden="true">
        <span v-for="hour in row.hours" :key="hour.minute" :style="{ left: hour.left }">{{ hour.text }}</span>
      </div>
      <div class="today-track" :class="{ two: seen.length }">
        <i v-for="hour in row.lines" :key="hour.minute" :style="{ left: hour.left }"></i>
        <div v-for="block in row.blocks" :key="block.key" class="today-block" :class="'is-' + block.name"
             :style="block.style" :title="block.title"><span>{{ block.text }}</span></div>
        <div v-for="block in row.seen" :key="'seen' + block.key" class="today-block seen"
             :class="['is-' + block.name, { covered: block.covered }]" :style="block.style" :title="block.title"
             ><span>{{ block.text }}</span></div>
        <div v-if="row.chosen" class="today-chosen" :class="row.handles" :style="row.chosen"></div>
        <div v-if="row.now" class="today-now" :style="row.now"></div>
      </div>
    </div>
  </div>
  <p v-if="seen.length" class="small muted today-lanes">{{ words.lanes }}</p>
  <p id="today-chosen" class="today-says" role="status">{{ says }}</p>
  <div class="today-kinds" role="group" :aria-label="words.filled">
    <button v-for="kind in kinds" :key="kind.name" type="button" class="today-kind" :title="kind.about"
            @click="fill(kind.name)">
      <span class="today-swatch" :class="'is-' + kind.name" aria-hidden="true"></span>{{ kind.label }}
      <kbd aria-hidden="true">{{ kind.key }}</kbd>
    </button>
    <button type="button" class="today-kind" :title="words.nobody" @click="empty">
      <span class="today-swatch" aria-hidden="true"></span>{{ words.unknown }} <kbd aria-hidden="true">u</kbd>
    </button>
    <button v-if="seen.length" type="button" class="today-kind" :title="words.take_away" @click="take">
      {{ words.as_seen }}
    </button>
    <button v-if="can_copy" type="button" class="today-kind" :title="words.where_empty" @click="$emit('copy')">
      {{ words.copy }}
    </button>
    <button type="button" class="today-kind today-undo" :disabled="!can_undo" @click="$emit('undo')">
      {{ words.undo }}
    </button>
  </div>
  <details id="today-help" class="small">
    <summary>{{ words.how }}</summary>
    <p v-html="words.how_by_hand"></p>
    <p><span v-html="words.how_by_key"></span> <span v-if="now >= 0" v-html="words.key_now"></span></p>
  </details>
  <h3>{{ words.table }}</h3>
  <form class="today-form" @submit.prevent="enter">
    <label>{{ words.start }} <input type="text" class="today-time" v-model="form.start" required></label>
    <label>{{ words.end }} <input type="text" class="today-time" v-model="form.end" required aria-describedby="today-form-says"></label>
    <label>{{ words.what }} <select v-model="form.name">
      <option v-for="kind in kinds" :key="kind.name" :value="kind.name">{{ kind.label }}</option>
      <option value="unknown">{{ words.unknown }}</option>
    </select></label>
    <button class="button primary">{{ words.enter }}</button>
  </form>
  <p id="today-form-says" class="today-says small" role="status">{{ wrong }}</p>
  <p v-if="!bouts.length" class="muted">{{ words.nothing }}</p>
  <div v-else class="scroll">
    <table class="data today-table">
      <thead><tr><th scope="col">{{ words.start }}</th><th scope="col">{{ words.end }}</th><th scope="col">{{ words.what }}</th>
        <th scope="col" class="num today-length">{{ words.length }}</th><th scope="col"><span class="sr-only">{{ words.remove }}</span></th></tr></thead>
      <tbody>
        <tr v-for="bout in bouts" :key="bout.start">
          <td>{{ clock(bout.start) }}</td><td>{{ clock(bout.end) }}</td>
          <td><span class="today-swatch" :class="'is-' + bout.name" aria-hidden="true"></span>
            {{ label(bout.name) }}</td>
          <td class="num today-length">{{ duration(bout.end - bout.start) }}</td>
          <td class="num"><button type="button" class="today-remove"
            :aria-label="span(words.remove_this, bout)"
            @click="$emit('clear', { start: bout.start, end: bout.end })">{{ words.remove }}</button></td>
        </tr>
      </tbody>
    </table>
  </div>
  <details v-if="seen.length">
    <summary>{{ words.seen_table }}</summary>
    <table class="data today-table">
      <thead><tr><th scope="col">{{ words.start }}</th><th scope="col">{{ words.end }}</th><th scope="col">{{ words.what }}</th>
        <th scope="col" class="num today-length">{{ words.length }}</th><th scope="col"><span class="sr-only">{{ words.correct }}</span></th></tr></thead>
      <tbody>
        <tr v-for="bout in seen" :key="bout.start">
          <td>{{ clock(bout.start) }}</td><td>{{ clock(bout.end) }}</td>
          <td><span class="today-swatch" :class="'is-' + bout.name" aria-hidden="true"></span>
            {{ label(bout.name) }}<template v-if="bout.context">, {{ bout.context }}</template>
            <small class="muted today-from">{{ bout.from }}</small></td>
          <td class="num today-length">{{ duration(bout.end - bout.start) }}</td>
          <td class="num"><button type="button" class="today-remove"
            :aria-label="span(words.correct_this, bout)"
            @click="correct(bout)">{{ words.correct }}</button></td>
        </tr>
      </tbody>
    </table>
  </details>
</div>`;
