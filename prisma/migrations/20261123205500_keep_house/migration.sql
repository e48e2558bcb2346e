-- beyond-prisma: DROP INDEX "Take_pending_idx";
-- beyond-prisma: DROP INDEX "Render_pending_idx";

-- AlterTable
ALTER TABLE "Take" ADD COLUMN     "lostCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mayReuse" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "Render" ADD COLUMN     "lostCount" INTEGER NOT NULL DEFAULT 0;

-- The few takes and renders under way are looked up every ten seconds; the many finished ones are not in these.
CREATE INDEX "Take_pending_idx" ON "Take"("projectId") WHERE "state" IN ('queued', 'running', 'waiting');
CREATE INDEX "Render_pending_idx" ON "Render"("projectId") WHERE "state" IN ('queued', 'running');
