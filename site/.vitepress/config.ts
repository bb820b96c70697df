// Tools pass folders with a dot by, so that what there is to check stands outside.
export { default } from '../config.ts'
