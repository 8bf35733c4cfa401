using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class TensorViewTests
{
    private readonly AlignedBuffer _buffer = new(24);
    private readonly TensorView _view;

    public TensorViewTests()
    {
        for (int i = 0; i < 24; i++)
            _buffer.Span[i] = i;

        // [3, 4], transposed, each input row padded to 5, from element 2 on.
        _view = new TensorView(_buffer, [3, 4], 2, [1, 5]);
    }

    [Fact]
    public void Elements_come_in_standard_order()
    {
        float[] expected = [2, 7, 12, 17, 3, 8, 13, 18, 4, 9, 14, 19];
        Assert.Equal(12, _view.Length);
        Assert.Equal(12, _view.Count);
        Assert.Equal([3, 4], _view.Shape);
        Assert.Equal(expected, _view.ToArray());
        Assert.Equal(expected, _view);
        Assert.Equal(expected, Enumerable.Range(0, 12).Select(i => _view[i]));
        Assert.Equal(18, _view[1, 3]);
    }

    [Fact]
    public void Writes_reach_the_buffer()
    {
        _view[1, 3] = 0.5f;
        _view[0] = -1f;
        Assert.Equal(0.5f, _buffer.Span[18]);
        Assert.Equal(-1f, _buffer.Span[2]);
    }

    [Fact]
    public void CopyFrom_and_Fill_touch_nothing_else()
    {
        _view.CopyFrom([.. Enumerable.Range(100, 12).Select(i => (float)i)]);
        Assert.Equal(Enumerable.Range(100, 12).Select(i => (float)i), _view);
        _view.Fill(9);
        Assert.All(_view, value => Assert.Equal(9, value));
        Assert.Equal([0, 1], _buffer.Span[..2].ToArray());
        Assert.Equal([5f, 6f], _buffer.Span[5..7].ToArray());
        Assert.Equal([20f, 21, 22, 23], _buffer.Span[20..].ToArray());
    }

    [Fact]
    public void An_axis_may_lie_in_panels_of_sixteen()
    {
        // Standard [18, 2]: two panels of sixteen units, each with a row of sixteen for both inputs.
        AlignedBuffer buffer = new(64);
        for (int i = 0; i < 64; i++)
            buffer.Span[i] = i;
        TensorView view = new(buffer, [18, 2], 0, [2, 16], panelAxis: 0);

        Assert.Equal(0, view[0, 0]);
        Assert.Equal(15, view[15, 0]);
        Assert.Equal(31, view[15, 1]);
        Assert.Equal(32, view[16, 0]);
        Assert.Equal(49, view[17, 1]);
        float[] expected =
        [
            .. Enumerable
                .Range(0, 18)
                .SelectMany(unit => new[] { 0, 1 }.Select(input => (float)((unit / 16 * 32) + (input * 16) + (unit % 16)))),
        ];
        Assert.Equal(expected, view.ToArray());
        Assert.Equal(expected, view);
        Assert.Equal(expected, Enumerable.Range(0, 36).Select(i => view[i]));

        view.CopyFrom([.. Enumerable.Range(100, 36).Select(i => (float)i)]);
        Assert.Equal(135, buffer.Span[49]);
        Assert.Equal([50f, 51f], buffer.Span[50..52].ToArray());
    }

    /// <summary>What is moved row by row lies where single elements are.</summary>
    [Theory]
    [InlineData(new[] { 2, 37 }, new[] { 16, 2 }, 1)]
    [InlineData(new[] { 37, 2 }, new[] { 2, 16 }, 0)]
    [InlineData(new[] { 3, 16, 1 }, new[] { 16, 3, 1 }, 1)]
    [InlineData(new[] { 20, 3, 1, 1 }, new[] { 3, 16, 1, 1 }, 0)]
    [InlineData(new[] { 4, 5, 1, 1 }, new[] { 1, 4, 9, 9 }, -1)]
    [InlineData(new[] { 2, 3, 2, 3 }, new[] { 1, 2, 6, 12 }, -1)]
    [InlineData(new[] { 1, 1 }, new[] { 5, 5 }, -1)]
    [InlineData(new[] { 3, 0 }, new[] { 1, 3 }, -1)]
    public void Rows_lie_where_their_elements_do(int[] shape, int[] strides, int panelAxis)
    {
        AlignedBuffer buffer = new(400);
        for (int i = 0; i < 400; i++)
            buffer.Span[i] = -i;
        TensorView view = new(buffer, shape, 5, strides, panelAxis);
        float[] elements = [.. Enumerable.Range(0, view.Length).Select(i => view[i])];
        Assert.Equal(elements.Length, elements.Distinct().Count());
        Assert.Equal(elements, view.ToArray());
        Assert.Equal(elements, view);

        float[] values = [.. Enumerable.Range(1000, view.Length).Select(i => (float)i)];
        view.CopyFrom(values);
        Assert.Equal(values, Enumerable.Range(0, view.Length).Select(i => view[i]));
        view.Fill(7);
        Assert.All(view, value => Assert.Equal(7, value));
        HashSet<float> touched = [.. elements];
        for (int i = 0; i < 400; i++)
            Assert.Equal(touched.Contains(-i) ? 7 : -i, buffer.Span[i]);
    }

    [Fact]
    public void A_panel_axis_must_exist_and_panels_must_fit()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorView(_buffer, [3, 4], 0, [1, 5], panelAxis: 2));
        Assert.Throws<ArgumentException>(() => new TensorView(new AlignedBuffer(48), [18, 2], 0, [2, 16], panelAxis: 0));
    }

    [Fact]
    public void A_contiguous_view_behaves_the_same()
    {
        TensorView view = new(_buffer, [2, 1, 3], 4, [3, 3, 1]);
        Assert.Equal([4, 5, 6, 7, 8, 9], view.ToArray());
        Assert.Equal(8, view[1, 0, 1]);
        view.CopyFrom([1, 1, 1, 1, 1, 2]);
        Assert.Equal(2, _buffer.Span[9]);
        Assert.Equal(10, _buffer.Span[10]);
    }

    [Fact]
    public void Three_axes_in_a_foreign_order()
    {
        TensorView view = new(_buffer, [2, 3, 4], 0, [1, 2, 6]);
        for (int a = 0, flat = 0; a < 2; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                for (int c = 0; c < 4; c++, flat++)
                {
                    Assert.Equal(a + 2 * b + 6 * c, view[a, b, c]);
                    Assert.Equal(view[a, b, c], view[flat]);
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, 24).Select(i => view[i]), view);
    }

    [Fact]
    public void A_scalar_has_one_element_and_no_index()
    {
        TensorView view = new(_buffer, [], 7, []);
        Assert.Equal([7], view.ToArray());
        Assert.Equal(7, view[0]);
        Assert.Equal(7, view[ReadOnlySpan<int>.Empty]);
    }

    [Fact]
    public void An_empty_tensor_has_none()
    {
        TensorView view = new(new AlignedBuffer(0), [0, 5], 3, [5, 1]);
        Assert.Empty(view);
        Assert.Empty(view.ToArray());
        view.Fill(1);
        view.CopyFrom([]);
        Assert.Throws<ArgumentOutOfRangeException>(() => view[0]);

        // Of three rows of nothing, none lies in the buffer.
        TensorView rows = new(new AlignedBuffer(16), [3, 0], 15, [1, 3]);
        Assert.Empty(rows.ToArray());
        rows.Fill(1);
        rows.CopyFrom([]);
    }

    [Fact]
    public void Errors_say_what_was_given_and_needed()
    {
        Assert.Contains("less than 12", Assert.Throws<ArgumentOutOfRangeException>(() => _view[12]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _view[-1] = 0);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => _view[1, 4]).Message;
        Assert.Contains("Index 1", message);
        Assert.Contains("less than 4", message);
        message = Assert.Throws<ArgumentException>(() => _view[1, 2, 3]).Message;
        Assert.Contains("3 indices were given", message);
        Assert.Contains("[3, 4] needs 2", message);
        message = Assert.Throws<ArgumentException>(() => _view.CopyTo(new float[11])).Message;
        Assert.Contains("11 elements; 12 are needed", message);
    }

    [Fact]
    public void A_source_of_another_length_changes_nothing()
    {
        float[] before = _view.ToArray();
        Assert.Contains("13 elements; 12 are needed", Assert.Throws<ArgumentException>(() => _view.CopyFrom(new float[13])).Message);
        Assert.Equal(before, _view);
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, 13, new[] { 4, 1 })]
    [InlineData(new[] { 3, 4 }, 0, new[] { 10, 2 })]
    [InlineData(new[] { 3, 4 }, 0, new[] { 1 })]
    [InlineData(new[] { -1 }, 0, new[] { 1 })]
    [InlineData(new[] { 2 }, 5, new[] { -1 })]
    [InlineData(new[] { 2 }, -1, new[] { 1 })]
    public void A_view_beyond_the_buffer_is_refused(int[] shape, int offset, int[] strides) =>
        Assert.ThrowsAny<ArgumentException>(() => new TensorView(_buffer, shape, offset, strides));

    [Fact]
    public void CopyTo_leaves_the_rest_of_a_longer_destination()
    {
        float[] destination = new float[13];
        destination[12] = 5;
        _view.CopyTo(destination);
        Assert.Equal(5, destination[12]);
    }
}
