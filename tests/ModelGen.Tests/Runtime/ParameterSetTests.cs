using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class ParameterSetTests
{
    [Fact]
    public void Parameters_are_found_by_position_and_name()
    {
        ParameterSet parameters = Models.Dense();
        Assert.Equal(2, parameters.Count);
        Assert.Equal(15, parameters.ElementCount);
        Assert.Same(parameters[0], parameters["dense1.weight"]);
        Assert.Equal(["dense1.weight", "dense1.bias"], parameters.Select(parameter => parameter.Name));
        Assert.Equal("dense1.weight [3, 4]", parameters[0].ToString());
        Assert.Equal([3, 4], parameters[0].Shape);
        Assert.True(parameters[0].Trainable);
        Assert.True(parameters.Contains("dense1.bias"));
        Assert.False(parameters.Contains("Dense1.bias"));
        Assert.True(parameters.TryGet("dense1.bias", out Parameter? bias));
        Assert.Equal(3, bias.Length);
        Assert.False(parameters.TryGet("nothing", out _));
    }

    [Fact]
    public void Values_and_gradients_are_live_and_apart()
    {
        ParameterSet parameters = Models.Dense();
        parameters["dense1.weight"].Value[3] = 0.5f;
        parameters["dense1.weight"].Gradient[0, 1] = 2f;
        Assert.Equal(0.5f, parameters["dense1.weight"].Value[0, 3]);
        Assert.Equal(0f, parameters["dense1.weight"].Gradient[0, 3]);
        Assert.Equal(2f, parameters["dense1.weight"].Gradient[1]);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all()
    {
        string message = Assert.Throws<KeyNotFoundException>(() => Models.Dense()["dense1.wieght"]).Message;
        Assert.Contains("'dense1.wieght'", message);
        Assert.Contains("Did you mean 'dense1.weight'?", message);
        Assert.Contains("dense1.weight, dense1.bias", message);
        ParameterSet none = new([], new AlignedBuffer(0), new AlignedBuffer(0));
        Assert.Throws<KeyNotFoundException>(() => none["x"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => none[0]);
    }

    [Fact]
    public void A_name_twice_or_a_short_buffer_is_refused()
    {
        ParameterDescriptor one = new("w", [4], 0, [1], Models.None);
        Assert.Throws<ArgumentException>(() => new ParameterSet([one, one], new AlignedBuffer(4), new AlignedBuffer(4)));
        Assert.Throws<ArgumentException>(() => new ParameterSet([one], new AlignedBuffer(3), new AlignedBuffer(4)));
        Assert.Throws<ArgumentException>(() => new ParameterSet([one], new AlignedBuffer(4), new AlignedBuffer(3)));
        Assert.Throws<ArgumentException>(() => new ParameterDescriptor("w", [4, 4], 0, [1], Models.None));
        Assert.Throws<ArgumentException>(() => new ParameterDescriptor("", [4], 0, [1], Models.None));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("same", "same", 0)]
    public void Edit_distance(string a, string b, int expected) => Assert.Equal(expected, EditDistance.Between(a, b));
}
