-- beyond-prisma: DROP INDEX "Take_lease_idx";

-- AlterTable
ALTER TABLE "Take" ADD COLUMN     "preparedFor" TEXT;

-- What workers have at the moment, a few of many: places that are held, and whether an equal take is being drawn.
CREATE INDEX "Take_lease_idx" ON "Take"("workspaceId", "fingerprint") WHERE "leaseUntil" IS NOT NULL;
