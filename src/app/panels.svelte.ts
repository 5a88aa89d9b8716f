import type { Selection } from '../ui/parts/selection';
import type { Pane, SidePane } from './panes';

/** Which parts of a lab are in view, and what is looked at. */
export class Panels {
  /** On a narrow screen, where one part is seen at a time. */
  pane = $state.raw<Pane>('lesson');
  sidePane = $state.raw<SidePane>('policy');
  /** On a wide screen, where the side panel stands beside the rest. */
  sideOpen = $state(false);
  selection = $state.raw<Selection | null>(null);

  get editing(): boolean {
    return this.sideOpen && this.sidePane === 'policy';
  }

  openSide(which: SidePane): void {
    this.sidePane = which;
    this.sideOpen = true;
  }

  /** A narrow screen shows this part and no other. */
  show(which: Pane): void {
    this.pane = which;
    if (which !== 'lesson' && which !== 'system') this.openSide(which);
  }

  select(selection: Selection | null): void {
    this.selection = selection;
    if (selection !== null) this.openSide('inspector');
  }
}
