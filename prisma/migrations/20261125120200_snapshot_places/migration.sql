-- CreateEnum
CREATE TYPE "snapshot_place" AS ENUM ('POSTGRES', 'FOLDER', 'S3');

-- AlterTable
ALTER TABLE "model_versions" ADD COLUMN     "snapshot_key" UUID,
ADD COLUMN     "snapshot_place" "snapshot_place" NOT NULL DEFAULT 'POSTGRES';
