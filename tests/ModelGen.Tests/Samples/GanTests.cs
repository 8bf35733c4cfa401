namespace ModelGen.Tests.Samples;

/// <summary>The short form of samples/Gan, and what it refuses.</summary>
public sealed class GanTests
{
    [PackageFact]
    public void All_losses_run()
    {
        string printed = SampleProgram.Run("Gan", ["--quick", "--threads", "1"]);
        foreach (string loss in new[] { "gan", "clipping", "penalty", "spectral" })
        {
            string line = Assert.Single(printed.Split('\n'), line => line.StartsWith(loss, StringComparison.Ordinal)
                && line.Contains("epoch  1", StringComparison.Ordinal));
            Assert.DoesNotContain("NaN", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_are_checked()
    {
        Refused("There is no loss 'wgan'; there are gan, clipping, penalty, spectral.", "--loss", "wgan");
        Refused("--epochs must be a whole number of at least 1; '0' was given.", "--epochs", "0");
        Refused("There is no option '--fast'", "--fast");
        Refused("Fashion-MNIST is not in '/nowhere'", "--data", "/nowhere");

        static void Refused(string message, params string[] options) =>
            Assert.Contains(message, SampleProgram.Run("Gan", options, exitCode: 2), StringComparison.Ordinal);
    }
}
