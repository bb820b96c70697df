import { defineComponent, h, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import recipesPage from '../../docs/recipes.md?raw'
import type { Editor } from './editor.ts'
import type { Call, Message, Output, Run } from './messages.ts'
import { recipesOf } from './recipes.ts'

const recipes = recipesOf(recipesPage)
/** A program without an end must not fill the memory of the page. */
const linesKept = 500

type State = 'ready' | 'running' | 'finished' | 'failed' | 'stopped'

/** Programs in workers of their own, one at a time, and what they tell. */
function useWorker() {
  const state = ref<State>('ready')
  const outputs: Ref<Output[]> = ref([])
  const calls: Ref<Call[]> = ref([])
  let worker: Worker | undefined

  const stop = (as: State = 'stopped') => {
    worker?.terminate()
    worker = undefined
    state.value = as
  }
  const keep = <T>(list: Ref<T[]>, item: T) => {
    list.value = [...list.value.slice(1 - linesKept), item]
  }
  const start = (code: string) => {
    stop()
    outputs.value = []
    calls.value = []
    state.value = 'running'
    worker = new Worker(new URL('runner.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.type === 'output') keep(outputs, data)
      else if (data.type === 'call') keep(calls, data)
      else state.value = data.failed ? 'failed' : 'finished'
    })
    worker.addEventListener('error', ({ message }) => {
      keep(outputs, { type: 'output', level: 'error', text: message || 'The worker could not be loaded.' })
      stop('failed')
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins to name, workers have not
    worker.postMessage({ code } satisfies Run)
  }
  onBeforeUnmount(() => stop())
  return { state, outputs, calls, start, stop }
}

const statusClass = (status: number | undefined) => (status !== undefined && status < 400 ? 'good' : 'bad')

/** An editor with the recipes, and beside it what they print and which calls they make. */
export default defineComponent({
  name: 'Playground',
  setup() {
    const place = ref<HTMLElement>()
    const printed = ref<HTMLElement>()
    const called = ref<HTMLElement>()
    const editor = shallowRef<Editor>()
    const chosen = ref(0)
    const { state, outputs, calls, start, stop } = useWorker()
    const run = () => editor.value && start(editor.value.text())
    const choose = (index: number) => {
      chosen.value = index
      editor.value?.show(recipes[index]!.code)
    }
    const follow = async (list: Ref<HTMLElement | undefined>) => {
      await nextTick()
      list.value?.scrollTo({ top: list.value.scrollHeight })
    }

    onMounted(async () => {
      const { createEditor } = await import('./editor.ts')
      if (!place.value) return
      editor.value = createEditor(place.value, run)
      // The page of the recipes leads here with the id of one.
      const wanted = new URLSearchParams(location.search).get('recipe')
      choose(
        Math.max(
          0,
          recipes.findIndex(({ id }) => id === wanted),
        ),
      )
    })
    onBeforeUnmount(() => editor.value?.destroy())

    const toolbar = () =>
      h('div', { class: 'toolbar' }, [
        h('label', [
          'Recipe ',
          h(
            'select',
            {
              value: chosen.value,
              onChange: (event: Event) => choose(Number((event.target as HTMLSelectElement).value)),
            },
            recipes.map(({ title }, index) => h('option', { value: index }, title)),
          ),
        ]),
        h('button', { class: 'run', disabled: !editor.value, onClick: run }, 'Run'),
        h('button', { disabled: state.value !== 'running', onClick: () => stop() }, 'Stop'),
        h('output', { class: ['state', state.value] }, state.value),
      ])

    return () => {
      void follow(printed)
      void follow(called)
      return h('div', { class: 'playground' }, [
        toolbar(),
        h('div', { class: 'panes' }, [
          h('div', { ref: place, class: 'editor' }),
          h('section', { class: 'printed' }, [
            h('h2', 'Output'),
            h(
              'div',
              { ref: printed, class: 'lines', role: 'log', tabindex: 0, 'aria-label': 'Output' },
              outputs.value.map(({ level, text }) => h('pre', { class: level }, text)),
            ),
          ]),
          h('section', { class: 'called' }, [
            h('h2', ['Calls ', h('span', { class: 'count' }, calls.value.length || '')]),
            h(
              'div',
              { ref: called, class: 'lines', role: 'log', tabindex: 0, 'aria-label': 'Calls' },
              calls.value.map(({ method, path, status, milliseconds }) =>
                h('div', { class: 'call' }, [
                  h('span', { class: 'method' }, method),
                  h('span', { class: 'path', title: path }, path),
                  h('span', { class: ['status', statusClass(status)] }, status ?? 'no answer'),
                  h('span', { class: 'time' }, `${milliseconds} ms`),
                ]),
              ),
            ),
          ]),
        ]),
      ])
    }
  },
})
