namespace ModelGen.Compiler.Kernels;

/// <summary>Checks that a kernel reads only what exists: locals in scope, buffers and variables it has.</summary>
public static class KernelVerifier
{
    /// <exception cref="CompilerException">Something is used that is not there.</exception>
    public static void Verify(Kernel kernel)
    {
        var buffers = new HashSet<BufferArgument>(kernel.Buffers);
        var parameters = kernel.Buffers.Select(b => b.Name).Concat(kernel.Scalars).Concat(["seed", "step", "first", "last", "n"]).ToArray();
        if (parameters.Distinct().Count() < parameters.Length) Fail($"two parameters have one name: {string.Join(", ", parameters)}");
        var written = new HashSet<BufferArgument>(BufferUse.Written(kernel.Body));
        var outermost = new HashSet<string>(kernel.Body.OfType<Statement.Loop>().Select(l => l.Variable));
        Check(kernel.Body, [], []);

        void Check(IEnumerable<Statement> statements, HashSet<VectorLocal> locals, HashSet<string> around)
        {
            var scope = new HashSet<VectorLocal>(locals);
            var variables = new HashSet<string>(around);
            foreach (var statement in statements)
            {
                switch (statement)
                {
                    case Statement.Let let:
                        Expression(let.Value);
                        if (parameters.Contains(let.Local.Name)) Fail($"'{let.Local.Name}' is a parameter, too");
                        if (!scope.Add(let.Local)) Fail($"'{let.Local.Name}' is declared twice");
                        break;
                    case Statement.Assign assign:
                        if (!scope.Contains(assign.Local)) Fail($"'{assign.Local.Name}' is assigned outside its scope");
                        if (assign.Local.IsUniform && !assign.Value.IsUniform) Fail($"'{assign.Local.Name}' is uniform and gets lanes");
                        Expression(assign.Value);
                        break;
                    case Statement.Store store:
                        Target(store.Buffer, store.Index);
                        Expression(store.Value);
                        break;
                    case Statement.StoreFirst store:
                        Target(store.Buffer, store.Index);
                        Expression(store.Value);
                        break;
                    case Statement.Loop loop:
                        Samples(loop.Extent);
                        foreach (var bound in new[] { loop.First, loop.End }) Index(bound ?? Affine.Zero);
                        foreach (var segment in loop.Segments) Check(segment.Body, scope, [.. variables, loop.Variable]);
                        break;
                    case Statement.When edge:
                        if (!variables.Contains(edge.Variable)) Fail($"'{edge.Variable}' is asked for outside its loop");
                        Check(edge.Body, scope, variables);
                        break;
                    case Statement.ReadIndex read:
                        Access(read.Buffer, read.At);
                        if (written.Contains(read.Buffer))
                            Fail($"'{read.Variable}' is read from '{read.Buffer.Name}', which the kernel writes");
                        variables.Add(read.Variable);
                        break;
                    default:
                        Fail($"{statement.GetType().Name} is unknown");
                        break;
                }
            }

            void Access(BufferArgument buffer, Affine index)
            {
                if (!buffers.Contains(buffer)) Fail($"'{buffer.Name}' is not a parameter");
                Index(index);
            }

            // Threads do other turns of the outermost loop, so what those write must be apart.
            void Target(BufferArgument buffer, Affine index)
            {
                Access(buffer, index);
                if (kernel.Division is not Division.Whole && !index.Terms.Any(t => outermost.Contains(t.Variable)))
                    Fail($"several turns of its outermost loop write the same of '{buffer.Name}'");
            }

            void Index(Affine index)
            {
                foreach (var term in index.Terms)
                    if (!variables.Contains(term.Variable)) Fail($"'{term.Variable}' is used outside its loop");
            }

            // A thread that does some of the samples is not told how many there are.
            void Samples(Extent extent)
            {
                if (extent.PerSample && variables.Count > 0 && kernel.Division is Division.Samples)
                    Fail("it is divided by samples, and counts them within a sample");
            }

            void Expression(VectorExpression expression)
            {
                switch (expression)
                {
                    case VectorExpression.Load load:
                        Access(load.Buffer, load.Index);
                        break;
                    case VectorExpression.Gather gather:
                        Access(gather.Buffer, gather.Index);
                        break;
                    case VectorExpression.Broadcast broadcast:
                        Access(broadcast.Buffer, broadcast.Index);
                        break;
                    case VectorExpression.Read read when !scope.Contains(read.Local):
                        Fail($"'{read.Local.Name}' is read outside its scope");
                        break;
                    case VectorExpression.Call call:
                        foreach (var argument in call.Arguments)
                            Expression(argument);
                        break;
                    case VectorExpression.Mask mask:
                        Index(mask.First);
                        Samples(mask.Extent);
                        Expression(mask.Value);
                        break;
                    case VectorExpression.CombineLanes combine:
                        Expression(combine.Value);
                        break;
                    case VectorExpression.Position position:
                        Index(position.Index);
                        break;
                    case VectorExpression.Random random:
                        Index(random.Element);
                        Index(random.Sample);
                        break;
                }
            }
        }

        void Fail(string what) => throw new CompilerException($"Kernel '{kernel.Description}': {what}.");
    }
}
