using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Every model of the table, interpreted, and every <see cref="TableCheck"/>: a case for each pair. The cases of a model follow each other,
/// so that its graphs and kernels are made once, and forgotten afterwards. The models are dealt out to two classes, which run beside each
/// other.
/// </summary>
[TestCaseOrderer("ModelGen.Numerics.Tests.AsGiven", "ModelGen.Numerics.Tests")]
public abstract class TableTests(ITestOutputHelper output)
{
    /// <summary>The pairs of a model and a check of one of the two classes.</summary>
    private protected static TheoryData<string, string> Part(int part)
    {
        TheoryData<string, string> cases = [];
        foreach (ModelCase model in Models.All.Where((_, i) => i % 2 == part))
            foreach (TableCheck check in TableCheck.All.Where(check => check.Applies(model))) cases.Add(model.Name, check.Name);
        return cases;
    }

    private protected void Run(string name, string check) => TableCheck.All.Single(known => known.Name == check).Run(name, output);
}

/// <inheritdoc/>
public sealed class EvenTableTests(ITestOutputHelper output) : TableTests(output)
{
    public static TheoryData<string, string> Cases => Part(0);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Model(string name, string check) => Run(name, check);
}

/// <inheritdoc/>
public sealed class OddTableTests(ITestOutputHelper output) : TableTests(output)
{
    public static TheoryData<string, string> Cases => Part(1);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Model(string name, string check) => Run(name, check);
}

/// <summary>Cases run in the order of their data, not in that of hashes.</summary>
public sealed class AsGiven : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases;
}
