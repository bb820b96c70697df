/** How Vite hands over a style sheet as it is written: rewritten for older browsers it would lose `light-dark()`. */
declare module '*.css?raw' {
  const text: string
  export default text
}
