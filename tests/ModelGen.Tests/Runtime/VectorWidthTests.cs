using ModelGen.Runtime;
using Xunit;

namespace ModelGen.Tests.Runtime;

/// <summary>Which width a model runs with, and what is refused.</summary>
public sealed class VectorWidthTests
{
    private const int All = 512 | 256 | 128;

    [Theory]
    [InlineData(All, 512, null, null, 512)]
    [InlineData(All, 256, "", "", 256)]
    [InlineData(All, 128, null, "512", 128)]
    [InlineData(All, 512, "256", null, 256)]
    [InlineData(All, 512, "256", "128", 128)]
    [InlineData(All, 512, "128", "256", 128)]
    [InlineData(256 | 128, 512, null, null, 256)]
    [InlineData(256 | 128, 512, "512", "128", 128)]
    [InlineData(512 | 128, 256, null, null, 128)]
    [InlineData(512 | 128, 512, "256", null, 128)]
    [InlineData(128, 512, null, null, 128)]
    [InlineData(512 | VectorWidth.Emulated, 512, null, null, 512)]
    [InlineData(512 | VectorWidth.Emulated, 256, null, null, 512)]
    [InlineData(512 | VectorWidth.Emulated, 512, "128", null, 512)]
    [InlineData(512 | 256 | VectorWidth.Emulated, 128, null, null, 256)]
    [InlineData(256 | 128 | VectorWidth.Emulated, 512, null, null, 256)]
    public void The_widest_that_all_allow(int widths, int processor, string? setting, string? variable, int expected) =>
        Assert.Equal(expected, VectorWidth.Find(widths, processor, setting, variable, out _));

    [Theory]
    [InlineData(All, 512, "100", null, "ModelGen.VectorBits is '100'; it must be 128, 256 or 512.")]
    [InlineData(All, 512, null, "wide", "The environment variable MODELGEN_VECTOR_BITS is 'wide'; it must be 128, 256 or 512.")]
    [InlineData(
        256,
        256,
        null,
        "128",
        "The environment variable MODELGEN_VECTOR_BITS is '128', but the model was compiled for vectors of 256 bits only: see "
            + "ModelGenVectorBits in its project.")]
    [InlineData(
        256 | 128,
        512,
        null,
        "512",
        "The environment variable MODELGEN_VECTOR_BITS is '512', but the model was compiled for vectors of 256 and 128 bits only: see "
            + "ModelGenVectorBits in its project.")]
    [InlineData(
        512 | 256,
        512,
        "128",
        null,
        "ModelGen.VectorBits is '128', but the model was compiled for vectors of 512 and 256 bits only: see ModelGenVectorBits in its "
            + "project.")]
    [InlineData(
        512 | VectorWidth.Emulated,
        512,
        null,
        "256",
        "The environment variable MODELGEN_VECTOR_BITS is '256', but the model was compiled for vectors of 512 bits only: see "
            + "ModelGenVectorBits in its project.")]
    [InlineData(
        512,
        256,
        null,
        null,
        "This processor has vectors of 256 bits at most, but the model was compiled for vectors of 512 bits only: see ModelGenVectorBits "
            + "in its project.")]
    public void What_no_kernels_meet_is_refused(int widths, int processor, string? setting, string? variable, string refusal)
    {
        Assert.Equal(0, VectorWidth.Find(widths, processor, setting, variable, out string found));
        Assert.Equal(refusal, found);
    }
}
