/** The stack that commands work on: see src/stack. */
export { default } from './src/stack/index';
