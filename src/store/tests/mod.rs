//! Tests of the store. They run commands of the real engine; the disk is in memory where it has to fail.

mod contract;
mod costs;
mod crash;
mod desk;
mod faults;
mod files;
mod golden;
mod shared;
