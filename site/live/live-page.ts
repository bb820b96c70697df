import { withBase } from 'vitepress'
import { defineComponent, h, onMounted, ref } from 'vue'

/** The dashboard in a frame, which is loaded when the page is seen in a browser. */
export default defineComponent({
  name: 'LivePage',
  setup() {
    const shown = ref(false)
    onMounted(() => (shown.value = true))
    return () =>
      h('div', { class: 'live' }, [
        shown.value && h('iframe', { src: withBase('/live/index.html'), title: 'Fleet dashboard' }),
      ])
  },
})
