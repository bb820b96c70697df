/** A folder of a user of the package, and what each version of the compiler says of the files in it. */
import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type * as TypeScript from 'typescript-6'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scripts = createRequire(join(root, 'scripts/package.json'))

/** Makes the folder anew, with the built package installed. */
export async function createConsumer(folder: string, manifest: object, files: Record<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await symlink(root, join(folder, 'node_modules/impcentral'))
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}

interface Project {
  folder: string
  compilerOptions: object
  files: readonly string[]
}

const withDefaults = ({ compilerOptions, files }: Project) => ({
  compilerOptions: {
    target: 'es2023',
    noEmit: true,
    typeRoots: [join(root, 'node_modules/@types')],
    ...compilerOptions,
  },
  files,
})

/**
 * In this process, to leave out what takes most of the time: that the compiler checks its own library and Node's types,
 * and the declarations of a dependency in each project anew.
 */
function inProcess(name: string) {
  let ts: typeof TypeScript
  // One parse for all projects that would parse a file in the same way.
  const parsed = new Map<string, TypeScript.SourceFile | undefined>()
  const dependencies = new Set<string>()
  return (project: Project): string => {
    ts ??= scripts(name) as typeof TypeScript
    const { options, fileNames, errors } = ts.parseJsonConfigFileContent(withDefaults(project), ts.sys, project.folder)
    const host = ts.createCompilerHost(options)
    const parse = host.getSourceFile.bind(host)
    host.getSourceFile = (file, language, ...rest) => {
      const key = JSON.stringify([file, language, options.module, options.strict])
      if (!parsed.has(key)) parsed.set(key, parse(file, language, ...rest))
      return parsed.get(key)
    }
    const program = ts.createProgram({ rootNames: fileNames, options, host, configFileParsingDiagnostics: errors })
    const files = program.getSourceFiles().filter((file) => {
      if (program.isSourceFileDefaultLibrary(file) || file.fileName.includes('/node_modules/@types/')) return false
      if (!file.fileName.includes('/node_modules/')) return true
      return !dependencies.has(file.fileName) && dependencies.add(file.fileName)
    })
    const diagnostics = [
      ...program.getConfigFileParsingDiagnostics(),
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...files.flatMap((file) => program.getSyntacticDiagnostics(file)),
      ...files.flatMap((file) => program.getSemanticDiagnostics(file)),
    ]
    return ts.formatDiagnostics(diagnostics, host).trim()
  }
}

/** TypeScript 7 has no compiler API in JavaScript yet, and is quick. */
let configs = 0
async function inItsOwnProcess(project: Project): Promise<string> {
  const config = join(project.folder, `tsconfig.${configs++}.json`)
  await writeFile(config, JSON.stringify(withDefaults(project)))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const run = promisify(execFile)(process.execPath, [tsc, '-p', config])
  return (await run.catch((error: { stdout: string }) => error)).stdout.trim()
}

/** What each version says of a project: nothing, where all is well. */
export const compilers: Record<string, (project: Project) => string | Promise<string>> = {
  '5.9': inProcess('typescript'),
  '6': inProcess('typescript-6'),
  '7': inItsOwnProcess,
}
