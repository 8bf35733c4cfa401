using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(3_000_000)] // Large enough for large pages.
    public void Starts_on_a_cache_line_with_zeros(int length)
    {
        for (int repeat = 0; repeat < 20; repeat++)
        {
            AlignedBuffer buffer = new(length);
            Assert.Equal(0u, AddressOf(buffer) % 64);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(length, buffer.Span.Length);
            Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void Stays_where_it_is_when_memory_is_compacted()
    {
        AlignedBuffer buffer = new(100);
        nuint before = AddressOf(buffer);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, AddressOf(buffer));
    }

    [Fact]
    public void Reference_is_the_first_element_of_the_span()
    {
        AlignedBuffer buffer = new(3);
        buffer.Reference = 7f;
        Assert.Equal(7f, buffer.Span[0]);
        Assert.True(Unsafe.AreSame(ref buffer.Reference, ref buffer.Span[0]));
    }

    [Fact]
    public void A_vector_may_be_written_at_the_last_element()
    {
        for (int repeat = 0; repeat < 100; repeat++)
        {
            AlignedBuffer buffer = new(5), other = new(5);
            Vector512.StoreUnsafe(Vector512.Create(3f), ref buffer.Reference, 4);
            Assert.Equal(3f, buffer.Span[4]);
            Assert.Equal(-1, other.Span.IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void A_negative_length_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));

    [Fact]
    public void A_length_beyond_the_longest_array_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(int.MaxValue));

    private static nuint AddressOf(AlignedBuffer buffer) =>
        (nuint)(nint)Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref buffer.Reference);
}
