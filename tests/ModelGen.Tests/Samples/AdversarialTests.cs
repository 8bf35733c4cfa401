using System.Globalization;
using System.Text.RegularExpressions;
using Adversarial;
using ModelGen.Data;

namespace ModelGen.Tests.Samples;

/// <summary>The short form of samples/Adversarial, its pictures, and the two models' gradients that it rests on.</summary>
public sealed partial class AdversarialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>However little the networks have learned, they are less often right under attack, and least under ten steps.</summary>
    [PackageFact]
    public void Attacks_and_domains_run_and_draw()
    {
        string printed = SampleProgram.Run("Adversarial", ["--quick", "--threads", "1", "--out", _folder.File("pictures")]);

        double[][] rows = [.. Row().Matches(printed).Select(match => match.Groups.Values.Skip(1)
            .Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal([0, 0.02, 0.05, 0.1, 0.15], rows.Select(row => row[0]));
        Assert.Equal((rows[0][1], rows[0][3]), (rows[0][2], rows[0][4]));
        Assert.True(rows[3][1] < rows[0][1] && rows[3][3] < rows[0][3], printed);
        Assert.True(rows[3][2] < rows[3][1] && rows[3][4] < rows[3][3], printed);
        foreach (string name in new[] { "learned from the source alone", "with the gradient reversed", "for comparison, with labels" })
            Assert.Matches(name + @" +\d+\.\d% +\d+\.\d% ", printed);
        Assert.All(printed.Split('\n'), line => Assert.InRange(line.Length, 0, 80));

        foreach ((string name, int height, int width) in new[] { ("attack", 296, 596), ("saliency", 296, 596), ("domains", 116, 716) })
        {
            ByteImage picture = ByteImage.ReadPng(_folder.File($"pictures/{name}.png"));
            Assert.Equal((height, width), (picture.Height, picture.Width));
        }
    }

    /// <summary>What the layer with the gradient of its own is for: the features' gradient changes its sign, and grows with the strength,
    /// and nothing else does.</summary>
    [Fact]
    public void The_domains_gradient_is_reversed_on_its_way_to_the_features()
    {
        (float[] features, float[] head) without = Gradients(0), once = Gradients(1), twice = Gradients(2);
        Assert.All(without.features, number => Assert.Equal(0, number));
        Assert.Contains(once.features, number => number != 0);
        Assert.Equal(once.features.Select(number => 2 * number), twice.features);
        Assert.Equal(once.head, twice.head);
        Assert.Equal(once.head, without.head);
        Assert.Contains(once.head, number => number != 0);

        // Down the gradient of the features' weights, the domains are told apart worse; without the reversal it would be better.
        DomainNet model = Start(1);
        float before = DomainLoss(model);
        Forward(model);
        foreach (string name in new[] { "conv2d1.weight", "conv2d2.weight" })
        {
            for (int i = 0; i < model.Parameters[name].Length; i++)
                model.Parameters[name].Value[i] -= 0.05f * model.Parameters[name].Gradient[i];
        }

        Assert.True(DomainLoss(model) > before);

        static (float[] Features, float[] Head) Gradients(float strength)
        {
            DomainNet model = Start(strength);
            Forward(model);
            return (model.Parameters["conv2d1.weight"].Gradient.ToArray(), model.Parameters["dense2.weight"].Gradient.ToArray());
        }
    }

    [Fact]
    public void Options_are_checked() => Assert.Contains(
        "There is no part 'defend'; there are attack, domains.",
        SampleProgram.Run("Adversarial", ["--only", "defend"], exitCode: 2),
        StringComparison.Ordinal);

    private static DomainNet Start(float strength)
    {
        DomainNet model = new(1);
        model.Parameters[DomainNet.Strength].Value[0] = strength;
        return model;
    }

    private static (float[] Images, float[] Domains) Samples()
    {
        Random random = new(1);
        float[] images = [.. Enumerable.Range(0, 8 * 784).Select(i => random.NextSingle() * (i < 4 * 784 ? 1 : 0.5f))];
        return (images, [0, 0, 0, 0, 1, 1, 1, 1]);
    }

    /// <summary>The gradients of the domain's loss alone.</summary>
    private static void Forward(DomainNet model)
    {
        (float[] images, float[] domains) = Samples();
        float[] classes = new float[80], answers = new float[8];
        model.ZeroGradients();
        model.Forward(images, classes, answers);
        float[] gradient = [.. answers.Zip(domains, (answer, domain) => ((1 / (1 + MathF.Exp(-answer))) - domain) / 8)];
        model.Backward(new float[80], domainGradient: gradient);
    }

    private static float DomainLoss(DomainNet model)
    {
        (float[] images, float[] domains) = Samples();
        float[] losses = new float[2];
        model.Evaluate(images, new int[8], domains, losses);
        return losses[1];
    }

    [GeneratedRegex(@"^ (0\.\d\d) +([\d.]+)% +([\d.]+)% +([\d.]+)% +([\d.]+)%$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
