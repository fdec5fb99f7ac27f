-- Written by the Prisma schema engine from schema.prisma. Keys are compared byte by byte.

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) COLLATE "C" NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);
