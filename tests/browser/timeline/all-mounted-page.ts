import Konva from "konva";

/** What the timeline is measured against: ten thousand keyframes and segments, each a mounted Konva group. */
const COUNT = 10_000;
const SLOT_PX = 200;

const container = document.createElement("div");
document.body.append(container);
const stage = new Konva.Stage({ container, width: innerWidth, height: innerHeight });
const layer = new Konva.Layer();
for (let index = 0; index < COUNT; index += 1) {
  const group = new Konva.Group({ x: index * SLOT_PX, y: 30 });
  group.add(new Konva.Rect({ width: 190, height: 120, cornerRadius: 5, fill: "#1d1f24" }));
  group.add(
    new Konva.Text({ x: 6, y: 104, text: `${index + 1} walk`, fontSize: 11, fill: "#fff" }),
  );
  group.add(new Konva.Rect({ y: 126, width: 198, height: 80, cornerRadius: 4, fill: "#22332d" }));
  layer.add(group);
}
stage.add(layer);
addEventListener("wheel", (event) => {
  layer.x(layer.x() - event.deltaX);
  layer.batchDraw();
});
