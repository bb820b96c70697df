/** A program that the playground offers. */
export interface Recipe {
  title: string
  /** Id of its heading on the page of the recipes. */
  id: string
  code: string
}

/** The blocks of code of a Markdown page that are marked as ones for the playground, each under its heading. */
export function recipesOf(markdown: string): Recipe[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const code = /^```ts playground[^\n]*\n([\s\S]*?)^```$/m.exec(section)?.[1]
      const title = section.slice(0, section.indexOf('\n'))
      const id = title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-')
      return code === undefined ? [] : [{ title, id, code }]
    })
}
