module impcentral.example/drive

go 1.24
