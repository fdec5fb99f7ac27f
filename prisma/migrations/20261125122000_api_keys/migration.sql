-- Written by the Prisma schema engine from schema.prisma. The id is compared byte by byte, as all ids are.

-- CreateEnum
CREATE TYPE "api_role" AS ENUM ('READER', 'WRITER', 'ADMIN');

-- CreateTable
CREATE TABLE "api_keys" (
    "id" VARCHAR(16) COLLATE "C" NOT NULL,
    "name" VARCHAR(191) NOT NULL,
    "role" "api_role" NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);
