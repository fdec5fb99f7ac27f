-- Written by the Prisma schema engine from schema.prisma; unlogged, since nothing in it is worth a write-ahead log: after a crash the
-- minute begins anew.

-- CreateTable
CREATE UNLOGGED TABLE "rate_limits" (
    "key" VARCHAR(255) COLLATE "C" NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);
