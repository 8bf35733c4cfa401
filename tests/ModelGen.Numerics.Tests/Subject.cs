using System.Globalization;
using ModelGen.TestKit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>A model under test, with the seed of its weights and samples.</summary>
internal sealed class Subject
{
    public Subject(string name, string source, int seed, ITestOutputHelper output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TestSeed.Text}, seed {seed}"));
        Name = name;
        Seed = seed;
        Model = CompiledModel.Of(source);
        Oracle = new Oracle(Model);
    }

    /// <summary>A model of the table. Its seed follows from its name; <see cref="TestSeed"/> changes all seeds.</summary>
    public Subject(string name, ITestOutputHelper output)
        : this(name, Models.Find(name).Source, name.Aggregate(TestSeed.Value, (hash, c) => unchecked((hash * 31) + c)), output)
    {
    }

    public string Name { get; }

    public int Seed { get; }

    public CompiledModel Model { get; }

    public Oracle Oracle { get; }

    public string[] ParameterNames => [.. Oracle.Parameters.Select(p => p.Name)];

    /// <summary>Where something went wrong.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Name}, seed {Seed}");

    /// <summary>A new instance with weights all over the place: always the same for this subject.</summary>
    public ModelInstance Create(int bits = 512)
    {
        ModelInstance instance = Model.Create(bits, Seed);
        Batch.Perturb(instance.Parameters, new Random(Seed));
        return instance;
    }

    public Batch Draw(int samples) => Batch.Draw(Model, samples, new Random(Seed + samples));
}
