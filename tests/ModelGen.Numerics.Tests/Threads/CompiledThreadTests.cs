using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>The same bits on one thread and on many: the models that are compiled.</summary>
/// <remarks>A class of its own, because the tests of one run one after the other, and those of two beside each other.</remarks>
public sealed class CompiledThreadTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(CompiledTests.Names), MemberType = typeof(CompiledTests))]
    public void In_any_order(string name) => ThreadChecks.InAnyOrder(Compiled(name), CompiledWidths.Of(name));

    [Theory]
    [MemberData(nameof(CompiledTests.Names), MemberType = typeof(CompiledTests))]
    public void On_workers(string name) => ThreadChecks.OnWorkers(Compiled(name), CompiledWidths.Of(name)[0]);

    private Subject Compiled(string name) => new(name, output, isCompiled: true, CompiledWidths.Of(name));
}
