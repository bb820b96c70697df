import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours are the page's, so that they change with it between light and dark. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
])

const extensions = (run: () => void) => [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  javascript(),
  syntaxHighlighting(colours),
  EditorView.contentAttributes.of({ 'aria-label': 'Program' }),
  keymap.of([
    {
      key: 'Mod-Enter',
      run: () => {
        run()
        return true
      },
    },
    ...defaultKeymap,
    ...historyKeymap,
    // Escape, then Tab, leaves the editor.
    indentWithTab,
  ]),
]

export interface Editor {
  text: () => string
  /** Puts another text into it, and forgets what was undone. */
  show: (text: string) => void
  destroy: () => void
}

/** An editor for JavaScript; Ctrl or Command and Enter runs what is in it. */
export function createEditor(parent: HTMLElement, run: () => void): Editor {
  const state = (doc: string) => EditorState.create({ doc, extensions: extensions(run) })
  const view = new EditorView({ parent, state: state('') })
  return {
    text: () => view.state.doc.toString(),
    show: (text) => view.setState(state(text)),
    destroy: () => view.destroy(),
  }
}
