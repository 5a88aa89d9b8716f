export { Engine } from '../../../src/engine/engine';
export { Recorder } from '../../../src/engine/observation/recorder';
export { modelOf, command, Reader } from './run';
