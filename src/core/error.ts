/** What every error of the SDK stands on. The classes that tell of answers and of the network are in `errors/`. */

// A second copy of the package has classes of its own: guards look for these marks instead of the classes.
const markOf = (name: string) => Symbol.for(`impcentral.${name}`)

/** Gives a class its name and its mark, on the prototype, where neither JSON nor `inspect` repeats them. */
export const mark = ({ prototype }: { prototype: object }, name: string): unknown =>
  Object.defineProperties(prototype, { name: { value: name, writable: true, configurable: true }, [markOf(name)]: {} })

/** Whether a value is an instance of that class of the SDK, of whichever copy of the package. */
export const isMarked = (value: unknown, name: string): boolean => markOf(name) in Object(value)

/** The base of everything that the SDK throws on purpose. An abort is not one of them: the caller's own reason is thrown as it is. */
export class ImpCentralError extends Error {
  static {
    mark(this, 'ImpCentralError')
  }
  /** The name of the class, which tells the classes apart for the compiler as well. */
  declare name: string
  /** @param fields become properties of the error, `cause` the standard one. `method` and `url` are added to the message. */
  constructor(message: string, fields: object = {}) {
    const { method, url } = fields as { method?: string; url?: string }
    super(url === undefined ? message : `${message} (${method ?? 'GET'} ${url})`, fields)
    Object.assign(this, fields)
  }
  /** The message and all fields, without the stack and the cause. */
  toJSON(): object {
    return Object.assign({ name: this.name, message: this.message }, this)
  }
}

/** The caller's input is wrong; nothing was sent. */
export class ArgumentError extends ImpCentralError {
  static {
    mark(this, 'ArgumentError')
  }
  declare name: 'ArgumentError'
}

/** The same error once more, for another caller: its stack can then tell of that caller. */
export function copyOf<T extends ImpCentralError>(error: T): T {
  const copy = new (error.constructor as new (message: string) => T)(error.message)
  // The cause stays hidden from JSON.
  const { stack: _stack, ...others } = Object.getOwnPropertyDescriptors(error)
  copy.stack = error.stack!
  return Object.defineProperties(copy, others)
}
