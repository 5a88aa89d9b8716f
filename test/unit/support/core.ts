export { Engine } from '../../../src/engine/engine';
export { modelOf, engineOf, command } from './begin';
