-- beyond-prisma: DROP INDEX "BackendTrial_live_idx";

-- AlterTable
ALTER TABLE "BackendTrial" ADD COLUMN     "attempt" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "backendRef" TEXT,
ADD COLUMN     "placeUntil" TIMESTAMP(3),
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'queued';

-- One trial of a backend at a time.
CREATE UNIQUE INDEX "BackendTrial_live_idx" ON "BackendTrial"("workspaceId", "backendId")
  WHERE "state" IN ('queued', 'running');
