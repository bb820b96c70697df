/** From the Markdown of the repository to that of the site. */
import { posix } from 'node:path'
import { recipesOf } from './playground/recipes.ts'

/**
 * Turns the links of a file to other files of the repository into links between pages. What has no page, a program, say,
 * loses its link and keeps its words.
 *
 * @param from Place of the file in the repository.
 * @param pages The page of each file that has one.
 */
export function relink(text: string, from: string, pages: ReadonlyMap<string, string>): string {
  const page = pages.get(from)!
  const links = (prose: string) =>
    prose.replace(/(!?)\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)/g, (_, picture, words, path, hash = '') => {
      const target = pages.get(posix.join(posix.dirname(from), path as string))
      if (target === undefined) return words as string
      const link = posix.relative(posix.dirname(page), target)
      return `${picture}[${words}](${link.startsWith('.') ? link : `./${link}`}${hash})`
    })
  // Code has brackets and parentheses of its own.
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) => (index % 2 === 0 ? links(part) : part))
    .join('')
}

/** What stands behind the language of a block of code is for the tests that run it. */
export const withoutTestMarks = (text: string): string => text.replace(/^(```\w+) .*$/gm, '$1')

/** Puts below each recipe of the playground a link that leads to it there. */
export const withPlayground = (text: string): string =>
  recipesOf(text).reduce(
    (text, { code, id }) =>
      text.replace(
        `${code}\`\`\`\n`,
        (block) => `${block}\n[Run it in the playground](./playground.html?recipe=${id})\n`,
      ),
    text,
  )

/** A page that shows a program, in all the width that there is. */
export const programPage = (name: string, code: string): string =>
  `---\naside: false\n---\n\n# ${name}\n\n\`\`\`ts\n${code.trimEnd()}\n\`\`\`\n`
