import { defaultAccount } from 'impcentral/emulator'
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { open, twoGroups } from './dashboard.ts'

const account = { email: 'me@example.com', password: 'correct-horse', otp: '123456' }

const user = page.getByLabelText('E-mail or user name')
const password = page.getByLabelText('Password', { exact: true })
const oneTime = page.getByLabelText('One-time password')
const submit = page.getByRole('button', { name: 'Sign in' })

describe('signing in', () => {
  it('takes a one-time password when the account wants one', async () => {
    const { calls, names, pass, root, texts } = await open({ accounts: [account], fill: twoGroups, demo: undefined })
    const alert = () => texts('[role=alert]').join()
    expect(oneTime.query()).toBeNull()
    await user.fill(account.email)
    await password.fill('wrong')
    await submit.click()
    await expect.poll(alert).toBe('The user name or the password is wrong.')
    expect(oneTime.query()).toBeNull()

    await password.fill(account.password)
    await submit.click()
    await expect.poll(() => root.activeElement?.getAttribute('name')).toBe('otp')
    expect(alert()).toContain('Enter the one-time password')
    await oneTime.fill('654321')
    await submit.click()
    await expect.poll(alert).toContain('The one-time password was not accepted.')
    await expect.poll(() => root.activeElement?.getAttribute('name')).toBe('otp')
    // What was typed is still there.
    await expect.element(password).toHaveValue(account.password)

    await oneTime.fill(` ${account.otp} `)
    await submit.click()
    await expect.poll(() => names().length).toBe(24)
    await pass(5000)
    expect(calls.filter(({ line }) => line === 'POST /auth')).toHaveLength(6)
  })

  it('says what is wrong with an address', async () => {
    const { texts } = await open({ demo: undefined, baseUrl: 'https://' })
    await user.fill('me')
    await password.fill('secret')
    await submit.click()
    await expect
      .poll(() => texts('[role=alert]'))
      .toEqual(['“https://” is not an address such as https://api.electricimp.com/v5.'])
  })

  it('is done for the account of a local demo, and shows that account after signing out', async () => {
    const { names, pass, texts } = await open({ fill: twoGroups })
    await pass(100)
    await page.getByRole('button', { name: 'Sign out' }).click()
    const { email, password: secret } = defaultAccount
    await expect.poll(() => texts('.demo')).toEqual([`Local demo: ${email}, password ${secret}`])
    await password.fill('wrong')
    await submit.click()
    await expect.poll(() => texts('[role=alert]')).toEqual(['The user name or the password is wrong.'])
    expect(texts('.demo')[0]).toContain(secret)
    await password.fill(secret)
    await submit.click()
    await expect.poll(() => names().length).toBe(24)
  })

  it('shows the one-time password of a local demo too', async () => {
    const { email: id, password, otp } = account
    const { texts } = await open({ accounts: [account], demo: { id, password, otp } })
    expect(texts('.demo')).toEqual([`Local demo: ${id}, password ${password}, one-time password ${otp}`])
  })

  it('is asked for again when the session has ended', async () => {
    const { calls, cloud, pass, texts } = await open({ fill: twoGroups })
    await pass(100)
    cloud.faults.status(401, { operation: ['login', 'createAccessToken'] })
    cloud.faults.revokeTokens()
    await pass(6000)
    expect(texts('[role=alert]')).toEqual(['Your session has ended. Sign in again.'])
    const made = calls.length
    await pass(10_000)
    expect(calls.length).toBe(made)
  })

  it('leaves nothing behind when the page closes it', async () => {
    const { calls, dashboard, pass, root } = await open({ fill: twoGroups })
    await pass(3000)
    dashboard.close()
    const made = calls.length
    await pass(10_000)
    expect(calls.length).toBe(made)
    expect(root.childElementCount).toBe(0)
  })
})
