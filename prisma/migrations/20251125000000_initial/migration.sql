-- Written by the Prisma schema engine from schema.prisma, with two additions that Prisma does not describe and its drift
-- check does not see: ids are compared byte by byte (COLLATE "C": the same order on every server, and no index that breaks
-- when the system's locale data changes), and snapshot bytes are stored as they are.

-- CreateEnum
CREATE TYPE "seniority_level" AS ENUM ('STUDENT', 'FRESHER', 'JUNIOR', 'MID', 'SENIOR', 'LEAD');

-- CreateEnum
CREATE TYPE "learning_style" AS ENUM ('VISUAL', 'AUDITORY', 'KINESTHETIC', 'READING_WRITING');

-- CreateEnum
CREATE TYPE "difficulty_level" AS ENUM ('BEGINNER', 'INTERMEDIATE', 'ADVANCED');

-- CreateEnum
CREATE TYPE "engagement_type" AS ENUM ('VIEWED', 'BOOKMARKED', 'COMPLETED', 'SHARED', 'ENROLLED');

-- CreateEnum
CREATE TYPE "job_status" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateTable
CREATE TABLE "users" (
    "pk" SERIAL NOT NULL,
    "id" VARCHAR(191) COLLATE "C" NOT NULL,
    "title" TEXT,
    "department" TEXT,
    "seniority_level" "seniority_level",
    "learning_style" "learning_style",
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "content" (
    "pk" SERIAL NOT NULL,
    "id" VARCHAR(191) COLLATE "C" NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "domain" TEXT,
    "subtopic" TEXT,
    "difficulty_level" "difficulty_level",
    "content_type" TEXT,
    "language" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "duration_minutes" INTEGER,
    "published_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "content_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "engagements" (
    "pk" BIGSERIAL NOT NULL,
    "user_pk" INTEGER NOT NULL,
    "content_pk" INTEGER NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "duration_seconds" INTEGER,
    "liked" BOOLEAN,
    "engagement_type" "engagement_type" NOT NULL DEFAULT 'VIEWED',
    "idempotency_key" VARCHAR(191) COLLATE "C",

    CONSTRAINT "engagements_pkey" PRIMARY KEY ("pk")
);

-- CreateTable
CREATE TABLE "model_versions" (
    "id" SERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "algorithm" TEXT NOT NULL,
    "hyper_parameters" JSONB NOT NULL,
    "alpha" DOUBLE PRECISION NOT NULL,
    "metrics" JSONB NOT NULL,
    "fingerprint" JSONB NOT NULL,
    "timings" JSONB NOT NULL,
    "format_version" INTEGER NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "checksum" CHAR(64) NOT NULL,
    "note" TEXT,
    "is_active" BOOLEAN,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshot_chunks" (
    "model_version_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "snapshot_chunks_pkey" PRIMARY KEY ("model_version_id","position")
);

-- CreateTable
CREATE TABLE "training_jobs" (
    "id" UUID NOT NULL,
    "status" "job_status" NOT NULL DEFAULT 'QUEUED',
    "phase" TEXT NOT NULL DEFAULT 'queued',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "input" JSONB NOT NULL,
    "error_code" TEXT,
    "error_message" TEXT,
    "model_version_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_id_key" ON "users"("id");

-- CreateIndex
CREATE UNIQUE INDEX "content_id_key" ON "content"("id");

-- CreateIndex
CREATE UNIQUE INDEX "engagements_idempotency_key_key" ON "engagements"("idempotency_key");

-- CreateIndex
CREATE INDEX "engagements_content_pk_idx" ON "engagements"("content_pk");

-- CreateIndex
CREATE UNIQUE INDEX "engagements_user_pk_timestamp_content_pk_engagement_type_key" ON "engagements"("user_pk", "timestamp", "content_pk", "engagement_type");

-- CreateIndex
CREATE UNIQUE INDEX "model_versions_is_active_key" ON "model_versions"("is_active");

-- CreateIndex
CREATE INDEX "training_jobs_status_idx" ON "training_jobs"("status");

-- AddForeignKey
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_user_pk_fkey" FOREIGN KEY ("user_pk") REFERENCES "users"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engagements" ADD CONSTRAINT "engagements_content_pk_fkey" FOREIGN KEY ("content_pk") REFERENCES "content"("pk") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot_chunks" ADD CONSTRAINT "snapshot_chunks_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_jobs" ADD CONSTRAINT "training_jobs_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_versions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Snapshots are dense numbers: compressing them costs time and saves nothing.
ALTER TABLE "snapshot_chunks" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
