/** A point of the canvas in CSS pixels, with what the person holds down. */
export type GesturePoint = {
  readonly x: number;
  readonly y: number;
  readonly isShift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly isCtrl: boolean;
  readonly isTouch: boolean;
};

/** One press, from its start to its end. Escape and a lost pointer cancel it, and then nothing has happened. */
export type Gesture = {
  readonly cursor: string;
  /** Scrolls by itself while the pointer is at an edge. */
  readonly scrollsAtEdges: boolean;
  move(point: GesturePoint): void;
  /** @param isDrag whether the pointer went further than a click's tremble. */
  end(point: GesturePoint, isDrag: boolean): void;
  cancel(): void;
};
