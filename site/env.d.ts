/** What Vite makes of files that are no modules. */
declare module '*.css'
declare module '*?raw' {
  const text: string
  export default text
}
